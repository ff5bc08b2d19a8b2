using System.Diagnostics;
using System.Net.Sockets;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// Clients for whom there is no room. Each is told so and kept for two seconds more: closed at once, its own first request would break
/// the connection before it reads why. At most 16 are kept. For one thread.
/// </summary>
internal sealed class RefusedClients : IDisposable
{
    private const int MostKept = 16;
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);
    private readonly Queue<(Socket Socket, long Since)> _kept = [];
    private readonly LegacyReply _reply = new();
    private long _count;

    /// <summary>Owns the socket from here on.</summary>
    /// <returns>How many were refused so far.</returns>
    public long Add(Socket socket)
    {
        // A new socket's buffer is empty: this does not wait.
        if (new LegacyStream(socket, LegacyTiming.Default).TrySend(_reply.Error(LegacyProtocol.Full)))
        {
            EndSending(socket);
            _kept.Enqueue((socket, Stopwatch.GetTimestamp()));
        }
        else
        {
            socket.Dispose();
        }
        if (_kept.Count > MostKept) _kept.Dequeue().Socket.Dispose();
        return ++_count;
    }

    public void CloseOld()
    {
        while (_kept.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest.Since) >= KeptFor) _kept.Dequeue().Socket.Dispose();
    }

    public void Dispose()
    {
        while (_kept.TryDequeue(out var refused)) refused.Socket.Dispose();
        _reply.Dispose();
    }

    private static void EndSending(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has left already.
        }
    }
}
