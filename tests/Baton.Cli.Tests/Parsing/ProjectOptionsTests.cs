using System.CommandLine;
using Baton.Cli.Parsing;

namespace Baton.Cli.Tests.Parsing;

public sealed class ProjectOptionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("--project mine -c other.yaml", " --config other.yaml --project mine")]
    [InlineData("--root 'my folder'", " --root 'my folder'")]
    public void A_next_command_is_about_the_same_project(string given, string words)
    {
        ProjectOptions options = new();
        RootCommand command = new() { options.Config, options.Project, options.Root };

        ParseResult parsed = command.Parse(given.Replace("'my folder'", "\"my folder\""));

        options.Words(parsed).ShouldBe(words);
    }
}
