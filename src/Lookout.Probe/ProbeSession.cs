using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using Lookout.Probe.Ice;
using Lookout.Probe.Media;
using Lookout.Probe.Whep;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;
using ViewerCertificate = Lookout.Probe.Dtls.ViewerCertificate;

namespace Lookout.Probe;

/// <summary>
/// One viewing from offer to good-bye: a socket and a loop on the calling thread, beside which only the DTLS handshake has a
/// thread of its own.
/// </summary>
internal sealed class ProbeSession : IDisposable
{
    private const int PollMicroseconds = 5000;
    private const int MostAddresses = 8;
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    private readonly ProbeOptions _options;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Socket _socket = new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true, ReceiveBufferSize = 4 << 20 };
    private readonly PictureDecoder _decoder = new();
    private readonly byte[] _datagram = new byte[2048];
    private readonly byte[] _answer = new byte[512];
    private SecureStream? _stream;
    private ViewerIce? _ice;

    public ProbeSession(ProbeOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _started = time.GetTimestamp();
        _socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
    }

    private TimeSpan Now => _time.GetElapsedTime(_started);

    /// <summary>Watches, and reports what was seen; its kind and state are the caller's to fill in.</summary>
    /// <exception cref="ProbeException">A stage failed.</exception>
    public ProbeReport Watch(WhepClient whep)
    {
        ViewerCertificate certificate = ViewerCertificate.Create(_time.GetUtcNow());
        IceCredentials own = IceCredentials.Create(RandomNumberGenerator.Fill);
        int port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        TimeSpan offered = Now;
        WhepAnswer answer = whep.Offer(WhepOffer.Write(own, certificate.Fingerprint, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), OwnAddresses(), port));
        if (answer.Candidates.Count == 0) throw new ProbeException("the answer has no UDP candidate; does the server have an address? Name one in webrtc.hosts");
        _ice = new ViewerIce(own, answer.Remote, answer.Candidates);
        _stream = new SecureStream(certificate, answer.Fingerprint, _options.Patience, SendToServer, _decoder);

        TimeSpan deadline = offered + _options.Patience;
        while (_decoder.Count == 0)
        {
            if (Now > deadline) throw new ProbeException(WhatIsMissing(answer));
            Turn();
        }
        TimeSpan joined = Now;
        // A viewer is sent all since the last key frame at once; what is counted begins behind that.
        while (Now < joined + Settling) Turn();
        TimeSpan first = Now;
        int before = _decoder.Count;
        int changedBefore = _decoder.Changed;
        while (Now < first + _options.Duration) Turn();
        double seconds = (Now - first).TotalSeconds;
        int decoded = _decoder.Count - before;
        return new ProbeReport(
            _options.Camera, "", "", decoded, _decoder.Format.Width, _decoder.Format.Height, Math.Round(seconds, 2), Math.Round(decoded / seconds, 2),
            IsChanging(_decoder.Changed - changedBefore, decoded), Math.Round((joined - offered).TotalMilliseconds), _stream.Lost, null);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _decoder.Dispose();
        _socket.Dispose();
    }

    // A picture that stands still is refined by an encoder now and then; one that lives changes most of the time.
    private static bool IsChanging(int changed, int decoded) => decoded > 0 && changed * 4 >= decoded;

    private void Turn()
    {
        SecureStream stream = _stream!;
        int length = _ice!.Advance(Now, _answer, out TransportAddress to);
        if (length > 0) Send(_answer.AsSpan(0, length), to);
        if (_ice.IsNominated) stream.Begin();
        while (_socket.Poll(_socket.Available > 0 ? 0 : PollMicroseconds, SelectMode.SelectRead) && TryReceive(out length, out TransportAddress from))
        {
            Span<byte> datagram = _datagram.AsSpan(0, length);
            switch (DatagramDemultiplexer.KindOf(datagram))
            {
                case DatagramKind.Stun:
                    int answer = _ice.Receive(datagram, from, _answer);
                    if (answer > 0) Send(_answer.AsSpan(0, answer), from);
                    break;
                case DatagramKind.Dtls when from == _ice.Selected:
                    stream.ReceiveDtls(datagram);
                    break;
                case DatagramKind.Rtp when from == _ice.Selected:
                    stream.ReceiveRtp(datagram);
                    break;
            }
            if (_socket.Available == 0) break;
        }
        stream.Advance(Now);
    }

    private bool TryReceive(out int length, out TransportAddress from)
    {
        EndPoint sender = new IPEndPoint(IPAddress.IPv6Any, 0);
        try
        {
            length = _socket.ReceiveFrom(_datagram, ref sender);
        }
        catch (SocketException)
        {
            // ICMP: one of the candidates leads nowhere.
            length = 0;
        }
        var address = (IPEndPoint)sender;
        from = TransportAddress.From(address.Address, (ushort)address.Port);
        return length > 0;
    }

    private void SendToServer(ReadOnlySpan<byte> datagram)
    {
        if (_ice?.Selected is { } server) Send(datagram, server);
    }

    private void Send(ReadOnlySpan<byte> datagram, in TransportAddress to)
    {
        IPAddress address = to.ToIPAddress();
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, new IPEndPoint(address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address, to.Port));
        }
        catch (SocketException)
        {
            // No route to this candidate; another one may have one.
        }
    }

    private string WhatIsMissing(WhepAnswer answer)
    {
        string within = $"within {_options.Patience.TotalSeconds:0} s";
        if (_ice!.Selected is null)
        {
            string places = string.Join(", ", answer.Candidates.Select(candidate => candidate.Address.ToString()));
            return $"none of {places} answered {within}; is the UDP port published and open, and is the host's own address among them (webrtc.hosts)?";
        }
        return _stream!.Failure ?? (_stream.IsSecure ? $"no picture could be decoded {within}; does the camera deliver (see its state)?" : $"the DTLS handshake did not end {within}");
    }

    private static List<IPAddress> OwnAddresses()
    {
        List<IPAddress> addresses =
        [
            .. NetworkInterface.GetAllNetworkInterfaces()
                .Where(network => network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .Where(address => !address.IsIPv6LinkLocal)
                .OrderBy(IPAddress.IsLoopback)
                .Take(MostAddresses),
        ];
        return addresses;
    }
}
