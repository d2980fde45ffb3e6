using Baton.Configuration;
using Baton.Topologies.Definitions.Files;

namespace Baton.Topologies.Tests.Definitions.Files;

public sealed class ExecutionInputTests
{
    [Fact]
    public void An_object_is_read() =>
        ExecutionInput.Parse("""{"topic": "AI", "depth": 2}""").ToJsonString().ShouldBe("""{"topic":"AI","depth":2}""");

    [Theory]
    [InlineData("hello")]
    [InlineData("{'topic': 1}")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("  ")]
    [InlineData("""{"a": 1, "a": 2}""")]
    public void Anything_else_is_an_error_that_names_the_option(string json) =>
        Should
            .Throw<ConfigurationException>(() => ExecutionInput.Parse(json))
            .Errors.ShouldAllBe(error => error.Place.Source == "--input-json" && error.Message.Length > 0);
}
