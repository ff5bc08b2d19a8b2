namespace Lookout.Vision.Tracking;

/// <summary>
/// One coordinate of a box under a constant-velocity Kalman filter, one step a frame. The eight-dimensional filter of SORT and
/// ByteTrack has diagonal noise, so that its covariance never couples two coordinates: four of these are the same filter.
/// </summary>
internal struct KalmanAxis
{
    public double Position;
    public double Velocity;
    private double _pp, _pv, _vv;

    public KalmanAxis(double position, double positionDeviation, double velocityDeviation)
    {
        Position = position;
        _pp = positionDeviation * positionDeviation;
        _vv = velocityDeviation * velocityDeviation;
    }

    public void Predict(double positionDeviation, double velocityDeviation)
    {
        Position += Velocity;
        _pp += 2 * _pv + _vv + positionDeviation * positionDeviation;
        _pv += _vv;
        _vv += velocityDeviation * velocityDeviation;
    }

    public void Correct(double measured, double deviation)
    {
        double spread = _pp + deviation * deviation;
        double position = _pp / spread;
        double velocity = _pv / spread;
        double surprise = measured - Position;
        Position += position * surprise;
        Velocity += velocity * surprise;
        _vv -= velocity * _pv;
        _pv -= position * _pv;
        _pp -= position * _pp;
    }
}
