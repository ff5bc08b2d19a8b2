using System.Diagnostics;
using System.Globalization;

namespace Lookout.Network.Tests;

/// <summary>
/// A network namespace for a browser, joined to ours by a veth pair, in which iptables drops a share of all UDP datagrams
/// in either direction, or whose cable is pulled. Needs root. The owner disposes it, which removes it with everything in it.
/// </summary>
internal sealed class LossyNetwork : IDisposable
{
    private readonly string _near;
    private readonly string _far;
    private readonly int _block;

    private LossyNetwork(string name, string near, string far, int block)
    {
        (Name, _near, _far, _block) = (name, near, far, block);
        BrowserAddress = $"10.231.{block}.2";
    }

    /// <summary>Of the namespace.</summary>
    public string Name { get; }

    /// <summary>Our address, as the browser reaches it.</summary>
    public string ServerAddress => $"10.231.{_block}.1";

    /// <summary>The browser's address.</summary>
    public string BrowserAddress { get; private set; }

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
        var network = new LossyNetwork(name, near, far, block);
        try
        {
            Ip("netns", "add", name);
            Ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
            Ip("address", "add", $"{network.ServerAddress}/29", "dev", near);
            Ip("link", "set", near, "up");
            Ip("-n", name, "address", "add", $"{network.BrowserAddress}/29", "dev", far);
            Ip("-n", name, "link", "set", far, "up");
            Ip("-n", name, "link", "set", "lo", "up");
            if (loss == 0) return network;
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

    /// <summary>Loses everything from now on, both ways and without a word.</summary>
    public void Cut()
    {
        foreach (string chain in (string[])["INPUT", "OUTPUT"]) Ip("netns", "exec", Name, "iptables", "-I", chain, "-j", "DROP");
    }

    /// <summary>Takes our interface down, as when a cable is pulled or Wi-Fi is gone.</summary>
    public void Down() => Ip("link", "set", _near, "down");

    public void Up() => Ip("link", "set", _near, "up");

    /// <summary>Gives the browser's side another address in place of the one it has.</summary>
    public void Renumber()
    {
        Ip("-n", Name, "address", "delete", $"{BrowserAddress}/29", "dev", _far);
        BrowserAddress = $"10.231.{_block}.3";
        Ip("-n", Name, "address", "add", $"{BrowserAddress}/29", "dev", _far);
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
