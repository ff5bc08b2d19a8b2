namespace Lookout.CameraService.WebRtc;

/// <summary>Which rendition of a camera a viewer asked for, by <c>?rendition=</c> of its WHEP URL.</summary>
public enum RenditionWish
{
    /// <summary>What the path carries.</summary>
    Auto,
    Full,
    Half,
    Quarter,
}

/// <summary>The wish's words.</summary>
public static class RenditionWishes
{
    /// <summary>Reads auto, full, half or quarter; nothing at all is auto. False for any other word.</summary>
    public static bool TryParse(string? word, out RenditionWish wish)
    {
        (bool known, wish) = word switch
        {
            null or "" or "auto" => (true, RenditionWish.Auto),
            "full" => (true, RenditionWish.Full),
            "half" => (true, RenditionWish.Half),
            "quarter" => (true, RenditionWish.Quarter),
            _ => (false, RenditionWish.Auto),
        };
        return known;
    }
}
