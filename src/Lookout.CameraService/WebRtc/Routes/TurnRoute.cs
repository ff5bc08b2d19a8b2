using System.Net.Sockets;
using System.Security.Cryptography;
using Lookout.Configuration.Settings;
using Lookout.Rtc.Framing;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;
using Lookout.Rtc.Turn;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>
/// One TURN server: the one allocation we hold on it for all viewers, from the media port or in a TCP connection, made again
/// for ever when it is lost. Called by the loop; name and connection are waited for on tasks.
/// </summary>
internal sealed class TurnRoute(TurnSettings server, AddressFamily family, RouteInbox inbox, ILogger logger, CancellationToken closed) : IDisposable
{
    // A relayed datagram with the header of its indication.
    private const int MaxDatagram = RtcSession.MaxDatagram + TurnClient.MaxOverhead;
    private static readonly TimeSpan CredentialLifetime = TimeSpan.FromHours(24);

    private readonly Backoff _backoff = new(RandomNumberGenerator.Fill);
    private readonly byte[] _scratch = new byte[MaxDatagram + TurnClient.MaxOverhead];
    private Task<(TransportAddress Server, Socket? Socket, TurnCredentials Credentials, string? Problem)>? _preparation;
    private TransportAddress _address;
    private StreamConnection? _connection;
    private TurnClient? _client;
    private string? _lastProblem;
    private TimeSpan _tryAt = TimeSpan.MinValue;

    /// <summary>The address the server holds for us; null while it does not.</summary>
    public TransportAddress? Relayed => IsUp ? _client!.Relayed : null;

    /// <summary>Our address as the server sees the media port; null over TCP.</summary>
    public TransportAddress? Mapped => IsUp && !server.IsTcp && _client!.Mapped.Port != 0 ? _client.Mapped : null;

    public TimeSpan NextTimeout => _client?.NextTimeout ?? TimeSpan.MaxValue;

    /// <summary>Whether something is still to leave by TCP.</summary>
    public bool IsSending => _connection is { IsSending: true, IsClosed: false };

    private bool IsUp => _client is { State: TurnState.Allocated };

    /// <summary>Whether a UDP datagram, or one of a connection, came from this server.</summary>
    public bool IsFrom(in TransportAddress from, StreamConnection? connection) =>
        _client is not null && (connection is null ? !server.IsTcp && from == _address : connection == _connection);

    /// <summary>Takes a datagram of the server's. True when it carries one of a peer.</summary>
    public bool Receive(TimeSpan now, ReadOnlySpan<byte> datagram, out TransportAddress peer, out Range data) =>
        _client!.Receive(now, datagram, out peer, out data);

    public void Permit(TimeSpan now, in TransportAddress peer) => _client?.Permit(now, peer);

    public void Release(in TransportAddress peer) => _client?.Release(peer);

    /// <summary>Sends a datagram to a peer. False when the peer has no permission here, or there is no room.</summary>
    public bool TrySend(TimeSpan now, ReadOnlySpan<byte> datagram, in TransportAddress to, DatagramSender sender)
    {
        if (!IsUp) return false;
        // What is no check goes to the pair in use, which is worth a channel.
        if (!StunMessage.LooksLikeStun(datagram)) _client!.Bind(now, to);
        int length = _client!.Wrap(now, to, datagram, _scratch);
        return length > 0 && Send(_scratch.AsSpan(0, length), sender);
    }

    /// <summary>Moves the clock on and sends what is due. Returns whether the allocation has just come: peers are then to be permitted.</summary>
    public bool Advance(TimeSpan now, DatagramSender sender)
    {
        if (_client is null)
        {
            Prepare(now);
            return _client is not null;
        }

        if (_connection is { IsClosed: true }) Lose(now, "the connection was closed");
        if (_client is null) return false;
        _client.Advance(now);
        Drain(sender);
        if (_client.State == TurnState.Allocated && _lastProblem != "")
        {
            _backoff.Reset();
            _lastProblem = "";
            RouteLog.TurnAllocated(logger, server.Host);
        }

        if (_client.State == TurnState.Failed) Lose(now, Describe(_client));
        return false;
    }

    /// <summary>Gives the allocation back, best effort.</summary>
    public void Close(TimeSpan now, DatagramSender sender)
    {
        _client?.Close(now);
        if (_client is not null) Drain(sender);
        _connection?.Finish();
    }

    public void Dispose()
    {
        _connection?.Dispose();
        if (_preparation is { IsCompletedSuccessfully: true }) _preparation.Result.Socket?.Dispose();
    }

    private void Prepare(TimeSpan now)
    {
        if (_preparation is null && now >= _tryAt) _preparation = PrepareAsync();
        if (_preparation is not { IsCompleted: true }) return;
        (TransportAddress address, Socket? socket, TurnCredentials credentials, string? problem) = _preparation.Result;
        _preparation = null;
        if (problem is not null)
        {
            Lose(now, problem);
            return;
        }

        _address = address;
        if (socket is not null)
        {
            _connection = new StreamConnection(socket, address, new TurnFraming(MaxDatagram), MaxDatagram, inbox, isTrusted: true);
            _connection.Start();
        }

        _client = new TurnClient(now, address, server.IsTcp, credentials, RandomNumberGenerator.Fill);
    }

    private async Task<(TransportAddress Server, Socket? Socket, TurnCredentials Credentials, string? Problem)> PrepareAsync()
    {
        var none = new TurnCredentials("", "");
        try
        {
            if (await ServerLookup.FindAsync(server.Host, server.Port, family, closed).ConfigureAwait(false) is not { } address)
                return (default, null, none, "its name has no address");
            TurnCredentials credentials = await CredentialsAsync().ConfigureAwait(false);
            if (!server.IsTcp) return (address, null, credentials, null);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(address.ToIPAddress(), address.Port, closed).ConfigureAwait(false);
                return (address, socket, credentials, null);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            return (default, null, none, e.Message);
        }
        finally
        {
            inbox.Wake();
        }
    }

    private async Task<TurnCredentials> CredentialsAsync()
    {
        string key = server.KeyFile.Length == 0 ? server.Key : (await File.ReadAllTextAsync(server.KeyFile, closed).ConfigureAwait(false)).TrimEnd('\r', '\n');
        return server.IsShared
            ? TurnCredentials.TimeLimited(key, server.Username, DateTimeOffset.UtcNow + CredentialLifetime)
            : new TurnCredentials(server.Username, key);
    }

    private void Drain(DatagramSender sender)
    {
        while (_client!.TryTakeDatagram(_scratch, out int length, out _)) Send(_scratch.AsSpan(0, length), sender);
    }

    private bool Send(ReadOnlySpan<byte> datagram, DatagramSender sender)
    {
        if (_connection is not null) return _connection.TrySend(datagram);
        datagram.CopyTo(sender.Reserve(datagram.Length));
        sender.Add(datagram.Length, _address);
        return true;
    }

    private void Lose(TimeSpan now, string problem)
    {
        if (problem != _lastProblem) RouteLog.TurnLost(logger, server.Host, problem);
        _lastProblem = problem;
        _connection?.Dispose();
        _connection = null;
        _client = null;
        _tryAt = now + _backoff.Next();
    }

    private static string Describe(TurnClient client) => client.Failure switch
    {
        TurnFailure.Timeout => "it does not answer",
        TurnFailure.Unauthorized => $"it does not take the credentials ({client.ErrorCode})",
        TurnFailure.Quota => $"it has no room ({client.ErrorCode})",
        TurnFailure.Mismatch => $"it has lost the allocation ({client.ErrorCode})",
        _ => $"it refuses ({client.ErrorCode})",
    };
}
