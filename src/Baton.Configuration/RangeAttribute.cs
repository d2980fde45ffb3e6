namespace Baton.Configuration;

/// <summary>The bounds of a numeric setting, both inclusive. Durations are bounded in seconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeAttribute(double minimum, double maximum = double.PositiveInfinity) : Attribute
{
    /// <summary>The smallest value allowed.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The largest value allowed; infinity for none.</summary>
    public double Maximum { get; } = maximum;
}
