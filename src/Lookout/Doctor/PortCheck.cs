using System.Net;
using System.Net.Sockets;
using Lookout.Configuration.Settings;

namespace Lookout.Doctor;

/// <summary>Are the two ports free? They are not while Lookout runs, which the remedy says.</summary>
internal static class PortCheck
{
    public static IEnumerable<Finding> Look(LookoutSettings settings) =>
    [
        Try("HTTP", settings.Http.Listen, SocketType.Stream, ProtocolType.Tcp, "LOOKOUT_HTTP_LISTEN"),
        Try("WebRTC", settings.WebRtc.Listen, SocketType.Dgram, ProtocolType.Udp, "LOOKOUT_WEBRTC_LISTEN"),
    ];

    private static Finding Try(string name, string listen, SocketType type, ProtocolType protocol, string variable)
    {
        string transport = protocol == ProtocolType.Tcp ? "TCP" : "UDP";
        string what = $"{name} address {listen} ({transport})";
        if (!ListenAddress.TryParse(listen, out ListenAddress? address)) return new Finding(what, "is no address", $"set {variable}");
        try
        {
            using var socket = new Socket((address!.Address ?? IPAddress.Any).AddressFamily, type, protocol);
            // As a server binds, so that an old connection in TIME_WAIT is no finding.
            if (type == SocketType.Stream) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(address.Address ?? IPAddress.Any, address.Port));
            if (type == SocketType.Stream) socket.Listen();
            return Finding.Fine(what);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            string flag = type == SocketType.Stream ? "t" : "u";
            return new Finding(what, "is taken", $"if it is not Lookout itself: 'ss -l{flag}np sport = :{address!.Port}' names who has it; or set {variable}");
        }
        catch (SocketException exception)
        {
            return new Finding(what, exception.Message, $"set {variable} to an address of this machine and a port above 1023");
        }
    }
}
