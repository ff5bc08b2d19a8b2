namespace Lookout.Vision.Providers;

/// <summary>Where a model came to run.</summary>
/// <param name="Model">File name of the model.</param>
/// <param name="Provider">What runs it.</param>
/// <param name="Reason">Why it is not the provider that was asked for; empty when it is.</param>
public sealed record ModelPlacement(string Model, InferenceProvider Provider, string Reason);
