using Lookout.Probe.Whep;

namespace Lookout.Probe.Tests;

public sealed class WhepAnswerTests
{
    private const string Answer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:abcdEFGH123\r\n"
        + "a=ice-pwd:0123456789abcdefghijklmnopqrstuv\r\na=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\n"
        + "a=candidate:1 1 udp 2130706431 127.0.0.1 8555 typ host\r\na=candidate:2 1 tcp 1 127.0.0.1 8555 typ host tcptype passive\r\n";

    [Fact]
    public void Credentials_fingerprint_and_udp_candidates_are_read()
    {
        Assert.True(WhepAnswer.TryParse(Answer, out WhepAnswer? answer));
        Assert.Equal("abcdEFGH123", answer!.Remote.Ufrag);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), answer.Fingerprint);
        Assert.Equal("127.0.0.1:8555", Assert.Single(answer.Candidates).Address.ToString());
    }

    [Fact]
    public void Cut_and_mutated_answers_do_not_throw()
    {
        int whole = Enumerable.Range(0, Answer.Length).Count(length => WhepAnswer.TryParse(Answer.AsSpan(0, length), out _));
        Assert.InRange(whole, 1, Answer.Length - Answer.IndexOf("fingerprint", StringComparison.Ordinal));
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++)
        {
            char[] text = Answer.ToCharArray();
            for (int n = random.Next(1, 5); n > 0; n--) text[random.Next(text.Length)] = (char)random.Next(1, 256);
            if (WhepAnswer.TryParse(text, out WhepAnswer? answer)) Assert.Equal(32, answer!.Fingerprint.Length);
        }
    }
}
