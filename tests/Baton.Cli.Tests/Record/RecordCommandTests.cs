using System.Text.Json.Nodes;

namespace Baton.Cli.Tests.Record;

public sealed class RecordCommandTests : IDisposable
{
    private const string Configuration = """
        # the shop
        runner:
          target: "app.agent:run"   # module:function

        replay_args:
          enabled: true             # from the recording
          # recording_file: old.jsonl
          override_param_path: "data.content"
        personas: []
        """;

    private readonly TempWorkspace _project = new();

    [Fact]
    public async Task Enabling_sets_the_variables_and_turns_replaying_off_and_leaves_the_rest_alone()
    {
        Write(Configuration, "# keys\nSHOP=1\n# BATON_RECORD_ARGS=false\n");

        ToolRun run = await RecordAsync("enable");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldBe("changed .env, configs/simulation.yaml\n");
        _project
            .Read(".env")
            .ShouldBe("# keys\nSHOP=1\nBATON_RECORD_ARGS=true\nBATON_RECORDING_FILE=recordings/args_recording.jsonl\n");
        _project
            .Read("configs/simulation.yaml")
            .ShouldBe(
                Configuration
                    .Replace("enabled: true ", "enabled: false ", StringComparison.Ordinal)
                    .Replace(
                        "# recording_file: old.jsonl",
                        "recording_file: recordings/args_recording.jsonl",
                        StringComparison.Ordinal
                    )
            );
    }

    [Fact]
    public async Task Enabling_twice_changes_nothing_more()
    {
        Write("runner: {target: 'a:b'}\n");
        await RecordAsync("enable", "--file", "my args.jsonl");
        string[] before = [_project.Read(".env"), _project.Read("configs/simulation.yaml")];

        ToolRun again = await RecordAsync("enable");

        again.Error.ShouldBe("nothing had to be changed\n");
        new[] { _project.Read(".env"), _project.Read("configs/simulation.yaml") }.ShouldBe(before);
        before[0].ShouldBe("BATON_RECORD_ARGS=true\nBATON_RECORDING_FILE=\"my args.jsonl\"\n");
        before[1]
            .ShouldBe(
                "runner: {target: 'a:b'}\n\nreplay_args:\n  enabled: false\n  recording_file: \"my args.jsonl\"\n"
            );
    }

    [Fact]
    public async Task Variables_with_FluxLoops_names_are_used_where_they_stand()
    {
        Write(Configuration, "FLUXLOOP_RECORDING_FILE=rec/a.jsonl\nFLUXLOOP_RECORD_ARGS=false # later\n");

        await RecordAsync("enable");

        _project.Read(".env").ShouldBe("FLUXLOOP_RECORDING_FILE=rec/a.jsonl\nFLUXLOOP_RECORD_ARGS=true # later\n");
        _project.Read("configs/simulation.yaml").ShouldContain("  recording_file: rec/a.jsonl\n");
    }

    [Fact]
    public async Task Disabling_stops_recording_and_replays_where_that_is_asked()
    {
        Write(Configuration);
        await RecordAsync("enable");

        ToolRun off = await RecordAsync("disable");

        off.Output.ShouldStartWith("Recording  off (BATON_RECORD_ARGS in .env)\n");
        off.Output.ShouldContain("Replaying  off");
        _project.Read(".env").ShouldStartWith("BATON_RECORD_ARGS=false\n");
        (await RecordAsync("disable", "--replay")).Output.ShouldContain(
            "Replaying  on (recordings/args_recording.jsonl)"
        );
        _project.Read("configs/simulation.yaml").ShouldContain("enabled: true             # from the recording");
    }

    [Fact]
    public async Task Disabling_what_was_never_enabled_writes_nothing()
    {
        Write("runner: {target: 'a:b'}\n");

        (await RecordAsync("disable")).Error.ShouldBe("nothing had to be changed\n");

        File.Exists(_project.PathOf(".env")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_status_counts_what_was_recorded()
    {
        Write(Configuration, "BATON_RECORD_ARGS=1\nBATON_RECORDING_FILE=r.jsonl\n");
        _project.Write(
            "r.jsonl",
            "{\"target\": \"a:f\", \"kwargs\": {}}\n{\"target\": \"a:f\", \"args\": []}\nbroken\n\n{\"target\": \"a:g\", \"kwargs\": {}}\n"
        );

        ToolRun text = await RecordAsync("status");
        JsonObject json = JsonNode.Parse((await RecordAsync("status", "--format", "json")).Output)!.AsObject();

        text.Output.ShouldBe(
            """
            Recording  on (BATON_RECORD_ARGS in .env)
            File       r.jsonl: 3 calls, 1 line that is none
                       a:f: 2 calls
                       a:g: 1 call
            Replaying  on

            """
        );
        json["recording"]!.GetValue<bool>().ShouldBeTrue();
        json["calls"]!.GetValue<int>().ShouldBe(3);
        json["targets"]!["a:f"]!.GetValue<int>().ShouldBe(2);
        json["replaying"]!.GetValue<bool>().ShouldBeTrue();
        json["configuration_file"]!.GetValue<string>().ShouldBe("configs/simulation.yaml");
    }

    [Fact]
    public async Task A_variable_of_the_process_is_named_as_what_decides()
    {
        Write(Configuration, "BATON_RECORD_ARGS=true\n");

        ToolRun run = await ToolRun.Of(
            session =>
                session with
                {
                    WorkingDirectory = _project.Root,
                    Environment = new Dictionary<string, string> { ["BATON_RECORD_ARGS"] = "false" },
                },
            "record",
            "status"
        );

        run.Output.ShouldStartWith("Recording  off (BATON_RECORD_ARGS in environment)");
    }

    [Fact]
    public async Task The_section_is_edited_in_the_file_it_stands_in()
    {
        Write("runner: {target: 'a:b'}\n");
        _project.Write("configs/project.yaml", "replay_args: {enabled: true, recording_file: r.jsonl}\n");

        ToolRun run = await RecordAsync("enable");

        run.Error.ShouldBe("changed .env, configs/project.yaml\n");
        _project.Read("configs/project.yaml").ShouldBe("replay_args: {enabled: false, recording_file: r.jsonl}\n");
    }

    [Theory]
    [InlineData(
        "runner: {target: 'a:b'}\nreplay_args: text\n",
        "configs/simulation.yaml:2:1: replay_args.recording_file: cannot be edited"
    )]
    [InlineData("runner: [\n", "configs/simulation.yaml:")]
    public async Task What_cannot_be_edited_is_told_and_no_file_is_touched(string configuration, string expected)
    {
        Write(configuration, "A=1\n");

        ToolRun run = await RecordAsync("enable");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(expected);
        _project.Read(".env").ShouldBe("A=1\n");
        _project.Read("configs/simulation.yaml").ShouldBe(configuration);
    }

    [Fact]
    public async Task Permissions_and_links_of_the_edited_files_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links and permissions of this kind are Unix's");
        Write(Configuration);
        string real = _project.Write("real.env", "A=1\n");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(_project.PathOf(".env"), real);

        await RecordAsync("enable");

        File.ReadAllText(real).ShouldContain("BATON_RECORD_ARGS=true");
        File.GetUnixFileMode(real).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        new FileInfo(_project.PathOf(".env")).LinkTarget.ShouldBe(real);
    }

    public void Dispose() => _project.Dispose();

    private void Write(string configuration, string? environment = null)
    {
        _project.Write("configs/simulation.yaml", configuration);
        if (environment is not null)
        {
            _project.Write(".env", environment);
        }
    }

    private Task<ToolRun> RecordAsync(params string[] arguments) => ToolRun.In(_project.Root, ["record", .. arguments]);
}
