using Baton.Mcp.Places;

namespace Baton.Mcp.Tests.Places;

public sealed class ProjectRootTests
{
    [Theory]
    [InlineData("..")]
    [InlineData("../other")]
    [InlineData("a/../../other")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    public void Paths_that_lead_out_are_refused(string path)
    {
        using TempWorkspace workspace = new();
        Directory.CreateDirectory(workspace.PathOf("root"));

        Should.Throw<OutsideRootException>(() => new ProjectRoot(workspace.PathOf("root")).Resolve(path));
    }

    [Fact]
    public void A_folder_whose_name_begins_like_the_root_is_outside()
    {
        using TempWorkspace workspace = new();
        workspace.Write("root-other/file", "");
        Directory.CreateDirectory(workspace.PathOf("root"));

        Should.Throw<OutsideRootException>(() =>
            new ProjectRoot(workspace.PathOf("root")).Resolve("../root-other/file")
        );
    }

    [Fact]
    public void Links_are_followed_as_long_as_they_stay_inside()
    {
        using TempWorkspace workspace = new();
        workspace.Write("secret/key", "");
        workspace.Write("root/real/file", "");
        File.CreateSymbolicLink(workspace.PathOf("root/out"), workspace.PathOf("secret/key"));
        Directory.CreateSymbolicLink(workspace.PathOf("root/folder"), workspace.PathOf("secret"));
        Directory.CreateSymbolicLink(workspace.PathOf("root/inside"), "real");
        File.CreateSymbolicLink(workspace.PathOf("root/loop"), workspace.PathOf("root/loop"));
        ProjectRoot root = new(workspace.PathOf("root"));

        Should.Throw<OutsideRootException>(() => root.Resolve("out"));
        Should.Throw<OutsideRootException>(() => root.Resolve("folder/key"));
        Should.Throw<OutsideRootException>(() => root.Resolve("folder/not-there"));
        Should.Throw<OutsideRootException>(() => root.Resolve("loop"));
        root.Resolve("inside/file").ShouldBe(workspace.PathOf("root/inside/file"));
        root.Resolve("not/there/yet").ShouldBe(workspace.PathOf("root/not/there/yet"));
    }

    [Fact]
    public void A_root_that_is_itself_a_link_is_meant_by_either_name()
    {
        using TempWorkspace workspace = new();
        workspace.Write("real/file", "");
        Directory.CreateSymbolicLink(workspace.PathOf("link"), workspace.PathOf("real"));
        ProjectRoot root = new(workspace.PathOf("link"));

        root.Shown(root.Resolve("file")).ShouldBe("file");
        root.Shown(root.Resolve(workspace.PathOf("real/file"))).ShouldBe("file");
    }
}
