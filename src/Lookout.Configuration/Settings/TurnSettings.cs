using System.Text;

namespace Lookout.Configuration.Settings;

/// <summary>A TURN server and what it takes us by.</summary>
/// <param name="Host">Name or address, an IPv6 one without brackets.</param>
/// <param name="Port">1..65535.</param>
/// <param name="IsTcp">Whether it is reached by TCP.</param>
/// <param name="Username">The user's name; with a shared secret what stands behind the expiry, or nothing.</param>
/// <param name="IsShared">The key is a secret shared with the server, of which passwords are made that expire.</param>
/// <param name="Key">Password or secret; empty when it is in a file.</param>
/// <param name="KeyFile">Absolute path of the file with it, or empty.</param>
public sealed record TurnSettings(string Host, int Port, bool IsTcp, string Username, bool IsShared, string Key, string KeyFile)
{
    // Without the key: a log or a test's message must not show it.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{Host}:{Port}{(IsTcp ? " by TCP" : "")}");
        return true;
    }
}
