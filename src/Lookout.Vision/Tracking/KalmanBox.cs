namespace Lookout.Vision.Tracking;

/// <summary>
/// A box in the paper's state: centre, width over height, height, and their velocities. How far to trust motion and
/// measurement scales with the height (DeepSORT, Wojke et al. 2017, and its code).
/// </summary>
internal struct KalmanBox
{
    private const double PositionWeight = 1.0 / 20;
    private const double VelocityWeight = 1.0 / 160;
    private const double AspectDeviation = 1e-2;
    private const double AspectVelocityDeviation = 1e-5;
    private const double MeasuredAspectDeviation = 1e-1;

    private KalmanAxis _x, _y, _aspect, _height;

    public KalmanBox(in BoundingBox box)
    {
        double position = 2 * PositionWeight * box.Height;
        double velocity = 10 * VelocityWeight * box.Height;
        _x = new KalmanAxis(box.X + box.Width / 2.0, position, velocity);
        _y = new KalmanAxis(box.Y + box.Height / 2.0, position, velocity);
        _aspect = new KalmanAxis((double)box.Width / box.Height, AspectDeviation, AspectVelocityDeviation);
        _height = new KalmanAxis(box.Height, position, velocity);
    }

    public readonly BoundingBox Box
    {
        get
        {
            double width = _aspect.Position * _height.Position;
            return new BoundingBox((float)(_x.Position - width / 2), (float)(_y.Position - _height.Position / 2), (float)width, (float)_height.Position);
        }
    }

    /// <param name="seen">False for an object that is lost: it keeps its size.</param>
    public void Predict(bool seen)
    {
        if (!seen) _height.Velocity = 0;
        double position = PositionWeight * _height.Position;
        double velocity = VelocityWeight * _height.Position;
        _x.Predict(position, velocity);
        _y.Predict(position, velocity);
        _aspect.Predict(AspectDeviation, AspectVelocityDeviation);
        _height.Predict(position, velocity);
    }

    public void Correct(in BoundingBox box)
    {
        double deviation = PositionWeight * _height.Position;
        _x.Correct(box.X + box.Width / 2.0, deviation);
        _y.Correct(box.Y + box.Height / 2.0, deviation);
        _aspect.Correct((double)box.Width / box.Height, MeasuredAspectDeviation);
        _height.Correct(box.Height, deviation);
    }
}
