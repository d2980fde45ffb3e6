using Baton.Configuration;
using Baton.Targets.Processes;

namespace Baton.Targets.Tests.Processes;

public sealed class ProcessOptionsTests
{
    private static readonly ConfigurationPlace Place = new("simulation.yaml", 3, 5);

    [Theory]
    [InlineData("SIGINT", "SIGINT")]
    [InlineData("term", "SIGTERM")]
    [InlineData("9", "SIGKILL")]
    public void A_signal_is_written_with_or_without_its_prefix_or_as_a_number(string written, string name)
    {
        KillSignal.Parse(written, null).Name.ShouldBe(name);
    }

    [Fact]
    public void An_unknown_signal_is_told_with_those_that_exist()
    {
        Should
            .Throw<FormatException>(() => KillSignal.Parse("SIGSTOP", null))
            .Message.ShouldBe(
                "`SIGSTOP` is no signal that ends a process; write one of SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGUSR1, SIGUSR2, SIGTERM"
            );
    }

    [Fact]
    public void A_bad_regular_expression_is_told()
    {
        Should
            .Throw<FormatException>(() => ReadyPattern.Parse("([a-z", null))
            .Message.ShouldStartWith("`([a-z` is no regular expression: ");
    }

    [Fact]
    public void A_command_in_one_string_is_told_to_be_a_list()
    {
        ConfigurationErrors errors = new();

        ProcessCommand
            .Read(new ConfigurationScalar(Place, "node agent.mjs", ScalarKind.Text), "runner.process.command", errors)
            .ShouldBeNull();

        ConfigurationError error = errors.Items.ShouldHaveSingleItem();
        error.Place.ShouldBe(Place);
        error.Message.ShouldContain("write `[\"node\", \"agent.mjs\"]`");
    }

    [Fact]
    public void Numbers_are_arguments_as_they_were_written()
    {
        ConfigurationSequence list = new(
            Place,
            [
                new ConfigurationScalar(Place, "server", ScalarKind.Text),
                new ConfigurationScalar(Place, "8080", ScalarKind.Integer),
            ]
        );

        ProcessCommand.Read(list, "command", new ConfigurationErrors())!.Items.ShouldBe(["server", "8080"]);
    }

    [Fact]
    public void An_empty_command_and_arguments_that_are_no_text_are_errors()
    {
        ConfigurationErrors errors = new();
        ConfigurationSequence nothing = new(Place, []);
        ConfigurationSequence nested = new(Place, [new ConfigurationScalar(Place, "a", ScalarKind.Text), nothing]);

        ProcessCommand.Read(nothing, "command", errors).ShouldBeNull();
        ProcessCommand.Read(nested, "command", errors).ShouldBeNull();

        errors.Items.Count.ShouldBe(2);
    }

    [Fact]
    public void Settings_that_need_others_are_told()
    {
        ConfigurationErrors errors = new();
        ConfigurationEntry written = new(
            "ready_timeout",
            Place,
            new ConfigurationScalar(Place, "5", ScalarKind.Integer)
        );
        ProcessOptions options = new() { Command = new(["a"]), MaxProcesses = 2 };

        options.Validate(new SectionValidation(new ConfigurationMapping(Place, [written]), "runner.process", errors));

        errors
            .Items.Select(error => error.Key)
            .ShouldBe(["runner.process.max_processes", "runner.process.ready_timeout"]);
    }

    [Theory]
    [InlineData(0, "ended with exit code 0")]
    [InlineData(137, "was ended by SIGKILL")]
    [InlineData(152, "was ended by signal 24")]
    public void The_end_of_a_process_reads_well(int code, string text)
    {
        new ProcessExit(code).ToString().ShouldBe(text);
    }
}
