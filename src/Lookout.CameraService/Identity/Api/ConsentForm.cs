using System.Globalization;

namespace Lookout.CameraService.Identity.Api;

/// <summary>Reads the consent that came with a request.</summary>
internal static class ConsentForm
{
    private const int LongestBy = 200;
    private const int LongestPurpose = 500;
    private const string Example = """consent: {"by": "who gave it", "purpose": "what they were told it is for", "expires": "2027-12-31T00:00:00Z" or null}""";

    public static Outcome<Consent> Read(ConsentRequest? form, DateTimeOffset now)
    {
        if (form is null) return Unfit($"Nobody is enrolled without their consent. Send {Example}.");
        if (Clean(form.By, LongestBy) is not { } by) return Unfit($"A consent says who gave it, in at most {LongestBy} characters. Send {Example}.");
        if (Clean(form.Purpose, LongestPurpose) is not { } purpose) return Unfit($"A consent says what it is for, in at most {LongestPurpose} characters. Send {Example}.");
        if (string.IsNullOrEmpty(form.Expires)) return new Consent(now, by, purpose, null);
        if (!DateTimeOffset.TryParse(form.Expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset expires))
            return Unfit("The end of a consent is a time such as 2027-12-31T00:00:00Z, or null.");
        return expires > now ? new Consent(now, by, purpose, expires) : Unfit("The end of this consent has passed already.");
    }

    private static string? Clean(string? text, int longest)
    {
        string? trimmed = text?.Trim();
        return trimmed is { Length: > 0 } && trimmed.Length <= longest && !trimmed.Any(c => char.IsControl(c) && c is not '\n') ? trimmed : null;
    }

    private static Refused Unfit(string problem) => new(Refusal.Unfit, problem);
}
