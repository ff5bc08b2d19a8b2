namespace Lookout.Link;

/// <summary>What camera-server tells. Called on the client's reading thread; whatever blocks here delays every camera.</summary>
public interface ILinkEvents
{
    /// <summary>The handshake is done. A new <see cref="Hello.Instance"/> means that camera-server was restarted.</summary>
    void Connected(Hello hello);

    /// <summary>An established connection was lost; the client is already trying again.</summary>
    void Disconnected(string reason);

    /// <summary>One frame. <paramref name="annexB"/> is valid only during the call.</summary>
    void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB);

    /// <summary>What was seen on one frame.</summary>
    void Analysis(Analysis analysis);

    /// <summary>Who was seen on one frame.</summary>
    void People(People people);

    /// <summary>What some of them look like, to be compared with people who are known. None comes while recognition is off.</summary>
    void Likenesses(Likenesses likenesses);

    /// <summary>The answer to <see cref="LinkClient.AnalyzeImage"/>. After <see cref="Disconnected"/> there is none to earlier questions.</summary>
    void ImageFaces(ImageFaces image);

    /// <summary>The newest state of one camera; also sent once for each camera right after <see cref="Connected"/>.</summary>
    void CameraState(CameraState state);
}
