using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// Finds the viewer a datagram is for: a check by the user fragment it names, a response by its transaction, anything
/// else by an address that an authentic check has come from. Owned by the loop.
/// </summary>
internal sealed class SessionTable
{
    private const int MaxUfrag = 256;

    private readonly Dictionary<string, Viewer> _byUfrag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Viewer>.AlternateLookup<ReadOnlySpan<char>> _ufragLookup;
    private readonly Dictionary<TransportAddress, Viewer> _byAddress = [];

    public SessionTable() => _ufragLookup = _byUfrag.GetAlternateLookup<ReadOnlySpan<char>>();

    public List<Viewer> All { get; } = [];

    public void Add(Viewer viewer)
    {
        _byUfrag.Add(viewer.Ufrag, viewer);
        viewer.Ufrags.Add(viewer.Ufrag);
        All.Add(viewer);
    }

    /// <summary>After an ICE restart: checks may name the new user fragment, and the old one until media has moved.</summary>
    public void Rename(Viewer viewer)
    {
        foreach (string ufrag in viewer.Ufrags) _byUfrag.Remove(ufrag);
        viewer.Ufrags.Clear();
        foreach (string ufrag in viewer.Session.Ice.LocalUfrags)
        {
            _byUfrag.Add(ufrag, viewer);
            viewer.Ufrags.Add(ufrag);
        }
    }

    public void Remove(Viewer viewer)
    {
        All.Remove(viewer);
        foreach (string ufrag in viewer.Ufrags) _byUfrag.Remove(ufrag);
        foreach (TransportAddress address in viewer.Addresses)
            if (_byAddress.TryGetValue(address, out Viewer? owner) && owner == viewer) _byAddress.Remove(address);
    }

    public Viewer? Find(in TransportAddress from, ReadOnlySpan<byte> datagram)
    {
        if (DatagramDemultiplexer.KindOf(datagram) != DatagramKind.Stun) return _byAddress.GetValueOrDefault(from);
        if (!StunMessage.TryParse(datagram, out StunMessage message)) return null;
        return message.Class == StunClass.Request ? FindByUfrag(message) : FindByTransaction(message.TransactionId);
    }

    /// <summary>
    /// Remembers an address the viewer's ICE agent has validated. A NAT may give one to another viewer later: the
    /// newest authentic check says whose it is.
    /// </summary>
    public void Learn(Viewer viewer, in TransportAddress address)
    {
        if (_byAddress.TryGetValue(address, out Viewer? known) && known == viewer) return;
        _byAddress[address] = viewer;
        viewer.Addresses.Add(address);
    }

    /// <summary>Who is reached at this address; null when nobody is.</summary>
    public Viewer? At(in TransportAddress address) => _byAddress.GetValueOrDefault(address);

    private Viewer? FindByUfrag(in StunMessage request)
    {
        if (!IceDemultiplexer.TryGetUfrag(request, out ReadOnlySpan<byte> ufrag) || ufrag.Length > MaxUfrag) return null;
        Span<char> text = stackalloc char[ufrag.Length];
        Encoding.Latin1.GetChars(ufrag, text);
        return _ufragLookup.TryGetValue(text, out Viewer? viewer) ? viewer : null;
    }

    private Viewer? FindByTransaction(StunTransactionId id)
    {
        foreach (Viewer viewer in All)
            if (viewer.Session.Ice.Awaits(id)) return viewer;
        return null;
    }
}
