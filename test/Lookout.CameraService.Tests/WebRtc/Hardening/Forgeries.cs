using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.WebRtc.Hardening;

/// <summary>What reaches an open port: datagrams that no viewer sends, by a seed, a kind at a time.</summary>
internal sealed class Forgeries(int seed, string localUfrag, string remoteUfrag)
{
    private readonly Random _random = new(seed);
    private int _next;

    public const int Kinds = 14;

    public byte[] Next() => (_next++ % Kinds) switch
    {
        0 => [],
        1 => Noise(1, 1400),
        2 => Noise(1501, 9000),
        3 => Check("nobody:nothing", "guessed-guessed-guessed-"),
        4 => Check($"{localUfrag}:nothing", "guessed-guessed-guessed-"),
        5 => Check($"nobody:{remoteUfrag}", "guessed-guessed-guessed-"),
        6 => Check($"{localUfrag}:{remoteUfrag}", "guessed-guessed-guessed-"),
        7 => Check($"{localUfrag}:{remoteUfrag}", password: null),
        8 => Cut(Check($"{localUfrag}:{remoteUfrag}", "guessed-guessed-guessed-")),
        9 => Response(StunClass.SuccessResponse),
        10 => Response(StunClass.ErrorResponse),
        11 => Begins(Noise(20, 1400), 22), // DTLS
        12 => Begins(Noise(20, 1400), 0x80), // RTP
        _ => Begins(Begins(Noise(20, 1400), 0x81), 206, 1), // RTCP
    };

    private byte[] Noise(int from, int to)
    {
        var bytes = new byte[_random.Next(from, to)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Cut(byte[] whole) => whole[.._random.Next(1, whole.Length)];

    private static byte[] Begins(byte[] bytes, byte with, int at = 0)
    {
        bytes[at] = with;
        return bytes;
    }

    private byte[] Check(string username, string? password) => Message(StunClass.Request, (ref StunWriter writer) =>
    {
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes(username));
        writer.AddPriority(IceCandidate.PriorityOf(IceCandidateType.PeerReflexive));
        writer.AddRole(StunAttributeType.IceControlling, ulong.MaxValue);
        writer.AddUseCandidate();
        if (password is not null) writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
    });

    private byte[] Response(StunClass kind) => Message(kind, (ref StunWriter writer) =>
    {
        writer.AddXorMappedAddress(TransportAddress.FromIPv4(0x7F000001, 1));
        writer.AddIntegrity("guessed-guessed-guessed-"u8);
    });

    private byte[] Message(StunClass kind, Filling fill)
    {
        Span<byte> id = stackalloc byte[12];
        _random.NextBytes(id);
        var bytes = new byte[640];
        var writer = new StunWriter(bytes, kind, StunTransactionId.Read(id));
        fill(ref writer);
        writer.AddFingerprint();
        return bytes[..writer.Length];
    }

    private delegate void Filling(ref StunWriter writer);
}
