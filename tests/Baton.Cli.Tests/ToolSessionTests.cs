namespace Baton.Cli.Tests;

public sealed class ToolSessionTests
{
    [Theory]
    [InlineData("", true, true)]
    [InlineData("NO_COLOR=1", false, true)]
    [InlineData("NO_COLOR=", true, true)]
    [InlineData("TERM=dumb", false, false)]
    [InlineData("TERM=xterm", true, true)]
    [InlineData("CI=true", true, false)]
    [InlineData("CI=false", true, true)]
    public void The_environment_decides_about_colours_and_moving_pictures(string variable, bool colour, bool animation)
    {
        ToolSession session = Session(variable) with { ErrorIsTerminal = true, OutputIsTerminal = true };

        session.ErrorTakesColour.ShouldBe(colour);
        session.OutputTakesColour.ShouldBe(colour);
        session.CanAnimate.ShouldBe(animation);
    }

    [Fact]
    public void A_pipe_takes_neither()
    {
        ToolSession session = Session("");

        session.ErrorTakesColour.ShouldBeFalse();
        session.CanAnimate.ShouldBeFalse();
        session.CanAsk.ShouldBeFalse();
    }

    private static ToolSession Session(string variable)
    {
        string[] parts = variable.Split('=');
        return new ToolSession
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = TextReader.Null,
            WorkingDirectory = "/",
            Environment =
                parts.Length == 2
                    ? new Dictionary<string, string> { [parts[0]] = parts[1] }
                    : new Dictionary<string, string>(),
        };
    }
}
