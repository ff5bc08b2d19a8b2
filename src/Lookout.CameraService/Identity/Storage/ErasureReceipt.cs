namespace Lookout.CameraService.Identity.Storage;

/// <summary>What was destroyed with a person; the audit table keeps it, and it names nobody.</summary>
/// <param name="Receipt">Its id.</param>
/// <param name="Person">The id the person had.</param>
/// <param name="Samples">Templates.</param>
/// <param name="Rows">Rows of all tables, the person's own included.</param>
/// <param name="Pictures">Pictures of faces.</param>
/// <param name="Keys">Data keys: what was sealed with them cannot be opened any more, wherever a copy may lie without its key.</param>
/// <param name="At">When.</param>
internal sealed record ErasureReceipt(string Receipt, string Person, int Samples, int Rows, int Pictures, int Keys, DateTimeOffset At);
