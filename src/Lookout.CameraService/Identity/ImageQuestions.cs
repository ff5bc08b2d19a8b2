using Lookout.Link;

namespace Lookout.CameraService.Identity;

/// <summary>
/// Has camera-server look at still pictures: one at a time, since it takes no more, and a few wait. An answer that never comes is a
/// refusal after ten seconds.
/// </summary>
internal sealed class ImageQuestions(TimeProvider time) : IDisposable
{
    public const int MostWaiting = 4;
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Refused NoServer = new(Refusal.Unavailable, "camera-server is starting; try again in a moment.");

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private TaskCompletionSource<Outcome<ImageFaces>>? _pending;
    private volatile LinkClient? _link;
    private ulong _id;
    private int _waiting;

    /// <summary>The link is made after those who ask through it.</summary>
    public void Attach(LinkClient link) => _link = link;

    public async Task<Outcome<ImageFaces>> AskAsync(ReadOnlyMemory<byte> file, CancellationToken aborted)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return new Refused(Refusal.Unavailable, "Other pictures are being looked at; try again in a moment.");
        }

        try
        {
            await _turn.WaitAsync(aborted).ConfigureAwait(false);
            try
            {
                return await SendAsync(file, aborted).ConfigureAwait(false);
            }
            finally
            {
                lock (_gate) _pending = null;
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>An answer has come; one to another question is passed over.</summary>
    public void Answered(ImageFaces image)
    {
        lock (_gate)
        {
            if (image.Id == _id) _pending?.TrySetResult(image);
        }
    }

    /// <summary>No answer will come any more.</summary>
    public void Lost()
    {
        lock (_gate) _pending?.TrySetResult(NoServer);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Outcome<ImageFaces>> SendAsync(ReadOnlyMemory<byte> file, CancellationToken aborted)
    {
        var pending = new TaskCompletionSource<Outcome<ImageFaces>>(TaskCreationOptions.RunContinuationsAsynchronously);
        ulong id;
        lock (_gate)
        {
            _pending = pending;
            id = ++_id;
        }

        // Its time runs from here, before anybody can have been asked.
        Task<Outcome<ImageFaces>> answer = pending.Task.WaitAsync(Patience, time, aborted);
        if (_link?.AnalyzeImage(id, file) != true) pending.TrySetResult(NoServer);
        try
        {
            return await answer.ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new Refused(Refusal.Unavailable, "camera-server did not look at the picture in time; try again.");
        }
    }
}
