using System.Text;
using Lookout.CameraService.Identity.Api;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Tests.Identity.Api;

public sealed class PeopleRequestFuzz
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes("""{"samples":["abcdefghijklmnop"],"name":"Änna","consent":{"by":"x","purpose":"y","expires":null}}""");

    [Fact]
    public async Task Truncation_at_every_length_is_400()
    {
        Assert.NotNull((await ReadAsync(Good)).Value);
        for (int length = 0; length < Good.Length; length++) Assert.Equal((null, 400), await ReadAsync(Good[..length]));
    }

    [Fact]
    public async Task Mutated_body_is_read_or_refused()
    {
        var random = new Random(400);
        int refused = 0;
        for (int round = 0; round < 5000; round++)
        {
            byte[] body = [.. Good];
            for (int i = random.Next(1, 5); i > 0; i--) body[random.Next(body.Length)] = (byte)random.Next(256);
            (SplitRequest? value, int status) = await ReadAsync(body);
            Assert.Equal(value is null ? 400 : 200, status);
            refused += value is null ? 1 : 0;
            // What was read is judged without an exception too.
            if (value is not null) ConsentForm.Read(value.Consent, DateTimeOffset.UnixEpoch);
        }

        Assert.InRange(refused, 1000, 4999);
    }

    [Theory]
    [InlineData("""{"samples":[[[[[]]]]]}""")]
    [InlineData("""{"samples":[],"__proto__":{}}""")]
    [InlineData("""{"samples":[],"name":{"$type":"System.IO.FileInfo"}}""")]
    public async Task Depth_and_types_are_those_of_the_request(string json) => Assert.Equal((null, 400), await ReadAsync(Encoding.UTF8.GetBytes(json)));

    private static async Task<(SplitRequest? Value, int Status)> ReadAsync(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json; charset=utf-8";
        context.Request.Body = new MemoryStream(body);
        context.Response.Body = new MemoryStream();
        return (await PeopleRequest.ReadAsync(context, RequestJson.Default.SplitRequest), context.Response.StatusCode);
    }
}
