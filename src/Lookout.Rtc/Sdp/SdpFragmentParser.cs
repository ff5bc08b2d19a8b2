using System.Diagnostics.CodeAnalysis;
using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Sdp;

/// <summary>Reads the lines of a fragment. Lenient in what it does not need, bounded in everything it keeps.</summary>
internal ref struct SdpFragmentParser(ReadOnlySpan<char> text)
{
    private const int MaxSections = 32;

    private readonly SdpTransport _transport = new();
    private readonly List<string> _mids = [];
    private SdpLineReader _lines = new(text);
    private int _sections;
    private bool _endOfCandidates;

    public string Error { get; private set; } = "";

    public bool TryRead([NotNullWhen(true)] out SdpFragment? fragment)
    {
        fragment = null;
        while (_lines.MoveNext())
        {
            if (_lines.Type == 'm' && ++_sections > MaxSections) return Fail($"it has more than {MaxSections} media sections");
            if (_lines.Type == 'a' && !ReadAttribute(_lines.Value)) return false;
        }

        if (_lines.Malformed) return Fail($"line {_lines.Line} is no line of a session description");
        if (_lines.Line == 0) return Fail("it is empty");
        if (!AreCredentialsWellFormed()) return Fail("its ice-ufrag or ice-pwd is malformed");
        fragment = new SdpFragment(_transport, _mids, _endOfCandidates);
        return true;
    }

    private bool ReadAttribute(scoped ReadOnlySpan<char> attribute)
    {
        ReadOnlySpan<char> value = attribute;
        switch (SdpText.Cut(ref value, ':'))
        {
            case "ice-ufrag":
                if (_transport.Ufrag is { } ufrag && !value.SequenceEqual(ufrag)) return Fail("it has more than one ice-ufrag");
                _transport.Ufrag = value.ToString();
                break;
            case "ice-pwd":
                if (_transport.Password is { } password && !value.SequenceEqual(password)) return Fail("it has more than one ice-pwd");
                _transport.Password = value.ToString();
                break;
            case "mid":
                if (!SdpText.IsToken(value)) return Fail($"line {_lines.Line} is malformed");
                if (_mids.Count < MaxSections) _mids.Add(value.ToString());
                break;
            case "end-of-candidates":
                _endOfCandidates = true;
                break;
            case "candidate":
                ReadCandidate(value);
                break;
        }

        return true;
    }

    private void ReadCandidate(scoped ReadOnlySpan<char> value)
    {
        // A browser's last candidate event is an empty one.
        if (value.IsEmpty) _endOfCandidates = true;
        // RFC 8840 §4.4: one of another generation is discarded.
        else if (_transport.Ufrag is { } ufrag && SdpCandidate.TryGetUfrag(value, out ReadOnlySpan<char> own) && !own.SequenceEqual(ufrag))
            _transport.Ignore(SdpCandidateKind.Other);
        else _transport.AddCandidate(value);
    }

    // Candidates alone are of the generation there is; a user fragment alone tells which one.
    private readonly bool AreCredentialsWellFormed() => (_transport.Ufrag, _transport.Password) switch
    {
        (null, null) => true,
        (null, _) => false,
        (_, null) => IceCredentials.IsWellFormedUfrag(_transport.Ufrag),
        _ => IceCredentials.IsWellFormed(_transport.Ufrag, _transport.Password),
    };

    private bool Fail(string error)
    {
        Error = error;
        return false;
    }
}
