using System.Runtime.InteropServices;
using static Lookout.Native.Net.PosixSocketNative;

namespace Lookout.Native.Net;

/// <summary>
/// Sending: runs of equal datagrams leave as one message that the kernel cuts (UDP GSO), until a send fails in the ways
/// in which drivers are known to fail at that. It may begin late, when a route moves to another interface, so every send
/// is ready for it.
/// </summary>
public sealed unsafe partial class UdpSocket
{
    // A full kernel buffer is waited for, since what is behind it in the batch belongs to other viewers; but not long.
    private const int MaxFullWaits = 4;
    private static readonly TimeSpan FullWait = TimeSpan.FromMilliseconds(2);

    /// <summary>Whether runs of equal datagrams leave as one message; ends for good with the first failure.</summary>
    public bool IsSegmenting { get; private set; }

    /// <summary>Messages handed to the kernel so far; with segmenting far fewer than datagrams.</summary>
    public long MessagesSent { get; private set; }

    /// <summary>
    /// For fault injection: told how many messages a call would hand over, says how many to hand over instead, or minus
    /// the errno to fail with.
    /// </summary>
    internal Func<int, int>? SendFault { get; set; }

    /// <summary>
    /// Sends all datagrams of the batch and empties it. Returns how many were dropped: the kernel's buffer stayed full
    /// for some milliseconds, or a destination cannot be reached. UDP may lose a datagram anywhere, this is one more place.
    /// </summary>
    public int Send(SendBatch batch)
    {
        Span<GatheredDatagram> waiting = batch.Datagrams;
        SendMessages messages = batch.Messages;
        messages.Build(waiting, _family, IsSegmenting);
        int next = 0;
        int dropped = 0;
        int fullWaits = 0;
        while (next < messages.Count)
        {
            int taken = Hand(messages, next);
            int error = taken < 0 ? Marshal.GetLastPInvokeError() : 0;
            for (; taken > 0; taken--) waiting = waiting[messages.Segments(next++)..];
            if (error is 0 or Interrupted) continue;

            int run = messages.Segments(next);
            if (error is WouldBlock or NoBufferSpace)
            {
                if (fullWaits++ < MaxFullWaits && WaitWritable()) continue;
                dropped += waiting.Length;
                break;
            }

            // An address of ours that is gone is no source any more (EINVAL by IPv6, ENETUNREACH by IPv4): let routing choose.
            if (error is Invalid or NetworkUnreachable && waiting[0].Source != default)
            {
                foreach (ref GatheredDatagram datagram in waiting[..run]) datagram.Source = default;
            }
            else if (IsSegmenting && BlamesSegmenting(error, run))
            {
                IsSegmenting = false;
            }
            else
            {
                // This destination's own fault: no route, refused, too long. The others may go.
                dropped += run;
                waiting = waiting[run..];
                next++;
                continue;
            }

            messages.Build(waiting, _family, IsSegmenting);
            next = 0;
        }

        batch.Clear();
        return dropped;
    }

    // EIO: the interface cannot do checksums. EINVAL: virtio's IPv6 before Linux 6.2, or a path narrower than a segment.
    // The others: kernels and sandboxes that know the option by name only. Nothing but GSO makes a UDP send fail with EIO.
    private static bool BlamesSegmenting(int error, int run) =>
        error == InputOutput || (run > 1 && error is Invalid or MessageTooLong or NotSupported or NoSuchOption);

    private static bool CanSegment(FileDescriptorHandle socket)
    {
        int length = sizeof(int);
        return GetOption(socket, LevelUdp, OptionUdpSegment, out _, ref length) == 0;
    }

    private int Hand(SendMessages messages, int first)
    {
        int count = messages.Count - first;
        if (SendFault is { } fault)
        {
            int allowed = fault(count);
            if (allowed < 0)
            {
                Marshal.SetLastPInvokeError(-allowed);
                return -1;
            }

            count = Math.Min(count, allowed);
        }

        int taken = messages.Send(_socket, first, count);
        if (taken > 0) MessagesSent += taken;
        return taken;
    }

    private bool WaitWritable()
    {
        PollEntry entry = new() { Descriptor = (int)_socket.DangerousGetHandle(), Events = PollOut };
        return Poll(&entry, 1, FullWait) > 0;
    }
}
