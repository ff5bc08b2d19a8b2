namespace Lookout.E2E.Harness.Browser;

/// <summary>One &lt;lookout-camera&gt; of the page: its name and the text it shows.</summary>
public sealed record CameraElement(string Name, string Text);
