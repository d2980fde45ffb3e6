using System.Text;
using Baton.TestSupport;

namespace Baton.Configuration.Tests.Reading;

public sealed class FileTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();
    private readonly ConfigurationErrors _errors = new();

    [Theory]
    [InlineData("a.yaml", "name: x")]
    [InlineData("a.YML", "name: x")]
    [InlineData("a.json", "{\"name\": \"x\"}")]
    [InlineData("bom.yaml", "\uFEFFname: x")]
    [InlineData("bom.json", "\uFEFF{\"name\": \"x\"}")]
    [InlineData("crlf.yaml", "# c\r\nname: x\r\n")]
    public void The_ending_says_how_a_file_is_written(string name, string content)
    {
        ConfigurationNode? node = ConfigurationFile.Read(_workspace.Write(name, content), name, _errors);

        _errors.ThrowIfAny();
        ConfigurationJson.ToJson(node!)!.ToJsonString().ShouldBe("""{"name":"x"}""");
    }

    [Theory]
    [InlineData("empty.yaml", "")]
    [InlineData("comment.yaml", "# nothing\n")]
    [InlineData("empty.json", " \n")]
    public void A_file_without_a_value_is_an_empty_mapping(string name, string content) =>
        ConfigurationFile
            .Read(_workspace.Write(name, content), name, _errors)
            .ShouldBeOfType<ConfigurationMapping>()
            .Entries.ShouldBeEmpty();

    [Fact]
    public void What_cannot_be_read_is_told_by_the_name_the_user_knows()
    {
        ConfigurationFile.Read(_workspace.PathOf("no.yaml"), "configs/no.yaml", _errors);
        ConfigurationFile.Read(_workspace.PathOf("no/no.yaml"), "no/no.yaml", _errors);
        ConfigurationFile.Read(_workspace.Root, "configs", _errors);
        ConfigurationFile.Read(_workspace.Write("a.toml", ""), "a.toml", _errors);

        Configure
            .Told(_errors)
            .ShouldBe(
                """
                configs/no.yaml: no such file
                no/no.yaml: no such file
                configs: is a folder; name a `.yaml` or `.json` file
                a.toml: has an unknown kind; name a `.yaml`, `.yml` or `.json` file
                """
            );
    }

    [Fact]
    public void A_deep_nest_is_an_error_and_not_a_crash()
    {
        string yaml = new('[', 100_000);
        StringBuilder chain = new("a0: &a0 [x]\n");
        for (int i = 1; i < 200; i++)
        {
            chain.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}]\n");
        }

        Configure.Parse(yaml, _errors).ShouldBeNull();
        Configure.Parse(yaml, _errors, json: true).ShouldBeNull();
        Configure.Parse(chain.ToString(), _errors).ShouldBeNull();

        _errors
            .Items.Select(error => error.ToString())
            .ShouldBe([
                "a.yaml:1:65: nested deeper than 64 levels",
                "a.json:1:65: nested deeper than 64 levels",
                "a.yaml:63:12: nested deeper than 64 levels",
            ]);
    }

    public void Dispose() => _workspace.Dispose();
}
