namespace Baton.Configuration.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("200ms", 0.2)]
    [InlineData("60s", 60)]
    [InlineData("2m", 120)]
    [InlineData("1h", 3600)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d", 86400)]
    [InlineData("1m1s1ms", 61.001)]
    [InlineData("1.5s", 1.5)]
    [InlineData("90", 90)]
    [InlineData("0.25", 0.25)]
    [InlineData(" 3s ", 3)]
    [InlineData("0", 0)]
    public void A_duration_is_read(string text, double seconds)
    {
        Duration.TryParse(text, out TimeSpan duration).ShouldBeTrue();

        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1x")]
    [InlineData("5 s")]
    [InlineData("1m1h")]
    [InlineData("1s1s")]
    [InlineData("1.2.3s")]
    [InlineData("1h30")]
    [InlineData("1e3s")]
    [InlineData("99999999999999d")]
    [InlineData("PT5S")]
    public void Anything_else_is_none(string text) => Duration.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(5_400_000, "1h30m")]
    [InlineData(90_000, "1m30s")]
    [InlineData(250, "250ms")]
    [InlineData(0.5, "0.5ms")]
    [InlineData(86_400_000, "1d")]
    public void A_duration_is_written_in_its_largest_units(double milliseconds, string expected) =>
        Duration.Format(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(expected);
}
