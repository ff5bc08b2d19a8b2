using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;

namespace Lookout.Link;

/// <summary>Who is at the other end of a Unix socket, said by the kernel (unix(7), SO_PEERCRED).</summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int UcredLength = 12; // pid, uid, gid: 32 bits each
    private const int UidOffset = 4;

    /// <summary>The effective uid of this process.</summary>
    public static uint OwnUid { get; } = ReadOwnUid();

    /// <summary>Whether the peer runs under our own uid.</summary>
    public static bool IsSameUser(Socket socket)
    {
        Span<byte> ucred = stackalloc byte[UcredLength];
        int length = socket.GetRawSocketOption(SolSocket, SoPeerCred, ucred);
        return length == UcredLength && BinaryPrimitives.ReadUInt32LittleEndian(ucred[UidOffset..]) == OwnUid;
    }

    // proc(5): "Uid:  real  effective  saved  filesystem". Read here because a P/Invoke belongs in Lookout.Native alone.
    private static uint ReadOwnUid()
    {
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (!line.StartsWith("Uid:", StringComparison.Ordinal)) continue;
            string[] fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return uint.Parse(fields[2], CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException("/proc/self/status has no Uid line.");
    }
}
