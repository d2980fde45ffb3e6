using Baton.Mcp.Repositories.Files;

namespace Baton.Mcp.Tests.Repositories;

public sealed class IgnorePatternTests
{
    [Theory]
    [InlineData("*.log", "a.log", true)]
    [InlineData("*.log", "deep/in/a.log", true)]
    [InlineData("*.log", "a.logs", false)]
    [InlineData("/a.log", "a.log", true)]
    [InlineData("/a.log", "deep/a.log", false)]
    [InlineData("logs/*.log", "logs/a.log", true)]
    [InlineData("logs/*.log", "deep/logs/a.log", false)]
    [InlineData("**/logs", "deep/er/logs", true)]
    [InlineData("logs/**", "logs/a/b", true)]
    [InlineData("logs/**", "logs", false)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/x/y/c", false)]
    [InlineData("file?.txt", "file1.txt", true)]
    [InlineData("file[0-9].txt", "file7.txt", true)]
    [InlineData("file[!0-9].txt", "file7.txt", false)]
    [InlineData("\\!important", "!important", true)]
    [InlineData("\\#note", "#note", true)]
    [InlineData("name ", "name", true)]
    public void A_pattern_means_what_git_says(string pattern, string path, bool expected) =>
        IgnorePattern.Parse(pattern)!.Matches(path.Split('/')).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("# a comment")]
    [InlineData("/")]
    public void Lines_without_a_pattern_are_passed_over(string line) => IgnorePattern.Parse(line).ShouldBeNull();

    [Fact]
    public void A_later_line_and_an_inner_file_win()
    {
        IgnoreRules rules = IgnoreRules.None.With(0, "*.txt\n!keep.txt\nbuild/\n").With(1, "keep.txt\n");

        rules.Ignores(["sub", "keep.txt"], isFolder: false).ShouldBeTrue();
        rules.Ignores(["sub", "other.txt"], isFolder: false).ShouldBeTrue();
        rules.Ignores(["sub", "code.py"], isFolder: false).ShouldBeFalse();
        rules.Ignores(["sub", "build"], isFolder: true).ShouldBeTrue();
        rules.Ignores(["sub", "build"], isFolder: false).ShouldBeFalse();
    }

    [Fact]
    public void A_pattern_of_many_stars_is_no_trap() =>
        Glob.Matches(string.Concat(Enumerable.Repeat("*a", 60)) + "b", new string('a', 5000)).ShouldBeFalse();
}
