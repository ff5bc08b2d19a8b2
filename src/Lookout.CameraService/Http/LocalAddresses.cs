using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Lookout.CameraService.Http;

/// <summary>
/// The addresses of this machine's interfaces that are up, kept for a few seconds: a cable or a DHCP lease may change
/// them. Link-local IPv6 is left out, since it means nothing without a zone, which neither SDP nor a URL carries.
/// </summary>
internal sealed class LocalAddresses(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
    private Known? _known;

    public IReadOnlyList<IPAddress> Current
    {
        get
        {
            Known? known = Volatile.Read(ref _known);
            if (known is not null && time.GetElapsedTime(known.ReadAt) < Lifetime) return known.Addresses;
            known = new Known(Read(), time.GetTimestamp());
            Volatile.Write(ref _known, known);
            return known.Addresses;
        }
    }

    private static IPAddress[] Read() =>
    [
        .. from face in NetworkInterface.GetAllNetworkInterfaces()
           where face.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown
           from unicast in face.GetIPProperties().UnicastAddresses
           let address = unicast.Address
           where address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !address.IsIPv6LinkLocal
           select address,
    ];

    private sealed record Known(IPAddress[] Addresses, long ReadAt);
}
