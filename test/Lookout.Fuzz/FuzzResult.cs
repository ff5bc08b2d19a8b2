namespace Lookout.Fuzz;

/// <summary>What came of a run.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Inputs">Fed.</param>
/// <param name="Accepted">Taken for valid.</param>
/// <param name="Growth">Most that managed memory has grown by after the warm-up, bytes.</param>
/// <param name="Failure">What went wrong, with the input as hex; null when nothing did.</param>
internal sealed record FuzzResult(string Target, long Inputs, long Accepted, long Growth, string? Failure);
