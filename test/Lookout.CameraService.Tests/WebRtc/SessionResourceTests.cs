using Lookout.CameraService.WebRtc;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class SessionResourceTests
{
    private static readonly IceCredentials First = new("aaaa", "aaaaaaaaaaaaaaaaaaaaaa");
    private static readonly IceCredentials Second = new("bbbb", "bbbbbbbbbbbbbbbbbbbbbb");

    private readonly SessionResource _resource = new("id", First, ["0", "1"], "1");

    [Theory]
    [InlineData("\"id\"")]
    [InlineData("*")]
    [InlineData("\"*\"")]
    [InlineData("W/\"id\", \"id\"")]
    [InlineData(null)]
    public void Candidates_of_this_generation_are_taken(string? ifMatch)
    {
        Assert.Null(Judge(Fragment(First), ifMatch, out bool isRestart));
        Assert.False(isRestart);
    }

    [Fact]
    public void Candidates_alone_need_the_tag_and_nothing_else()
    {
        Assert.Null(Judge(Fragment(null), "\"id\"", out _));
        Assert.Equal(428, Judge(Fragment(null), null, out _));
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("W/\"id\"")]
    [InlineData("id")]
    [InlineData("")]
    public void Wrong_tag_is_412(string ifMatch) => Assert.Equal(412, Judge(Fragment(First), ifMatch, out _));

    [Fact]
    public void New_credentials_ask_for_a_restart_which_needs_a_condition()
    {
        Assert.Null(Judge(Fragment(Second), "*", out bool isRestart));
        Assert.True(isRestart);
        Assert.Equal(428, Judge(Fragment(Second), null, out _));
    }

    [Fact]
    public void Restart_changes_the_tag_and_ends_the_former_generation()
    {
        string before = _resource.ETag;
        _resource.Restarted(Second);

        Assert.NotEqual(before, _resource.ETag);
        Assert.Equal(412, Judge(Fragment(Second), before, out _));
        Assert.Equal(412, Judge(Fragment(First), "*", out _));
        Assert.Null(Judge(Fragment(Second), _resource.ETag, out bool isRestart));
        Assert.False(isRestart);
    }

    [Fact]
    public void User_fragment_of_another_generation_without_its_password_is_412()
    {
        Assert.True(SdpFragment.TryRead("a=ice-ufrag:zzzz\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n", out SdpFragment? fragment, out _));
        Assert.Equal(412, Judge(fragment!, "*", out _));
    }

    [Fact]
    public void Section_that_was_not_offered_is_422() => Assert.Equal(422, Judge(Fragment(First, mid: "7"), "*", out _));

    [Fact]
    public void Session_that_is_over_is_404()
    {
        _resource.IsOver = true;
        Assert.Equal(404, Judge(Fragment(First), "*", out _));
    }

    private int? Judge(SdpFragment fragment, string? ifMatch, out bool isRestart)
    {
        bool accepted = _resource.Accepts(fragment, ifMatch, out isRestart, out WhepPatch refusal);
        Assert.NotEqual(accepted, refusal.Problem is not null);
        return accepted ? null : refusal.Status;
    }

    private static SdpFragment Fragment(IceCredentials? credentials, string mid = "1")
    {
        string text = $"m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:{mid}\r\n";
        if (credentials is not null) text += $"a=ice-ufrag:{credentials.Ufrag}\r\na=ice-pwd:{credentials.Password}\r\n";
        Assert.True(SdpFragment.TryRead(text + "a=candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host\r\n", out SdpFragment? fragment));
        return fragment;
    }
}
