namespace Lookout.Fuzz;

/// <summary>Something does not hold that must.</summary>
#pragma warning disable CA1032, CA1064 // Never constructed without a reason, never seen outside.
internal sealed class FuzzException(string what) : Exception(what);
#pragma warning restore CA1032, CA1064
