using System.Diagnostics;
using System.Globalization;

namespace Lookout.Network.Tests;

/// <summary>
/// A network namespace for a browser, joined to ours by a veth pair, in which iptables drops a share of all UDP datagrams
/// in either direction. Needs root. The owner disposes it, which removes it with everything in it.
/// </summary>
internal sealed class LossyNetwork : IDisposable
{
    private readonly string _near;

    private LossyNetwork(string name, string near, string address) => (Name, _near, ServerAddress) = (name, near, address);

    /// <summary>Of the namespace.</summary>
    public string Name { get; }

    /// <summary>Our address, as the browser reaches it.</summary>
    public string ServerAddress { get; }

    /// <summary>Datagrams dropped so far.</summary>
    public long Dropped => Ip("netns", "exec", Name, "iptables", "-L", "-v", "-x", "-n").Split('\n')
        .Where(line => line.Contains("statistic", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));

    /// <param name="loss">Share of UDP datagrams that get lost each way, 0 to 1.</param>
    public static LossyNetwork Create(double loss)
    {
        string tag = Convert.ToHexStringLower(BitConverter.GetBytes(Environment.ProcessId))[..4];
        (string name, string near, string far) = ($"lookout-{tag}", $"lk{tag}a", $"lk{tag}b");
        int block = Environment.ProcessId % 250 + 1;
        string server = $"10.231.{block}.1";
        var network = new LossyNetwork(name, near, server);
        try
        {
            Ip("netns", "add", name);
            Ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
            Ip("address", "add", $"{server}/30", "dev", near);
            Ip("link", "set", near, "up");
            Ip("-n", name, "address", "add", $"10.231.{block}.2/30", "dev", far);
            Ip("-n", name, "link", "set", far, "up");
            Ip("-n", name, "link", "set", "lo", "up");
            string probability = loss.ToString(CultureInfo.InvariantCulture);
            foreach (string chain in (string[])["INPUT", "OUTPUT"])
                Ip("netns", "exec", name, "iptables", "-A", chain, "-p", "udp", "-m", "statistic", "--mode", "random", "--probability", probability, "-j", "DROP");
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // What is not there any more, or not yet, is fine: the second call takes what the first has left.
        TryIp("netns", "delete", Name);
        TryIp("link", "delete", _near);
    }

    private static string Ip(params string[] arguments)
    {
        (int code, string output) = TryIp(arguments);
        return code == 0 ? output : throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: exit {code} (root, iproute2 and iptables are needed)\n{output}");
    }

    private static (int Code, string Output) TryIp(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
