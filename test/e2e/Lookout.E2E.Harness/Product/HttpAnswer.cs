namespace Lookout.E2E.Harness.Product;

/// <summary>What came back over HTTP.</summary>
public sealed record HttpAnswer(int Status, string? MediaType, string Body);
