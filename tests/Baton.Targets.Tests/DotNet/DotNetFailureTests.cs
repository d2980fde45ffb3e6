using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;
using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.DotNet;
using Baton.Targets.Guards;
using Baton.Targets.Tests.Composites;
using Baton.Targets.Tests.Processes;
using Baton.TestSupport;

namespace Baton.Targets.Tests.DotNet;

/// <summary>What cannot be called is told before the first run, and code that fails or hangs ends its own turn alone.</summary>
public sealed class DotNetFailureTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    [Theory]
    [InlineData("Answers.Sya", "did you mean `Say`?")]
    [InlineData("Answers.Nowhere", "its methods: `Block`, `Count`, ")]
    [InlineData("Answer.Say", "did you mean `Baton.DotNetAgent.Answers`?")]
    [InlineData("Answers.Hidden", "not public")]
    [InlineData("Answers.Twice", "2 overloads")]
    [InlineData("Answers.Void", "returns nothing; return the answer")]
    [InlineData("Answers.Deaf", "takes no input; add a parameter `string input`")]
    [InlineData("Answers.Demanding", "`Uri somewhere`")]
    [InlineData("Answers.Generic", "is generic")]
    [InlineData("Needy.Run", "no public constructor without parameters")]
    public async Task A_method_that_cannot_be_called_is_told_with_the_way_out(string method, string said)
    {
        await using ITarget target = DotNetAgent.Target(method);

        AgentError error = (await target.ProbeAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(said);
        (await target.AskAsync()).Failure().Message.ShouldBe(error.Message);
    }

    [Fact]
    public async Task A_file_that_is_missing_or_no_assembly_is_told()
    {
        _workspace.Write("text.dll", "just text");

        (await ProbeAsync("nowhere.dll")).ShouldStartWith($"there is no assembly `{_workspace.PathOf("nowhere.dll")}`");
        (await ProbeAsync("text.dll")).ShouldContain("is no .NET assembly");
    }

    [Theory]
    [InlineData(".NETCoreApp,Version=v99.0", "is built for net99.0, and Baton runs on net")]
    [InlineData(".NETFramework,Version=v4.8", "is built for `.NETFramework,Version=v4.8`")]
    [InlineData(".NETStandard,Version=v2.0", "has no type `A`; it has no public types")]
    public async Task An_assembly_for_another_framework_is_told_before_it_is_loaded(string framework, string said)
    {
        PersistedAssemblyBuilder assembly = new(new AssemblyName("Other"), typeof(object).Assembly);
        assembly.SetCustomAttribute(
            new CustomAttributeBuilder(typeof(TargetFrameworkAttribute).GetConstructor([typeof(string)])!, [framework])
        );
        assembly.DefineDynamicModule("Other");
        assembly.Save(_workspace.PathOf("Other.dll"));

        (await ProbeAsync("Other.dll")).ShouldContain(said);
    }

    [Fact]
    public async Task A_missing_dependency_is_told_with_the_way_out()
    {
        string copy = _workspace.PathOf("Baton.DotNetAgent.dll");
        File.Copy(DotNetAgent.File, copy);

        await using ITarget target = TargetFactory.Create(
            new RunnerOptions { Dotnet = new DotNetMethod(copy, "Baton.DotNetAgent.Answers", "Csv") },
            new TargetEnvironment { ProjectDirectory = _workspace.Root }
        );
        AgentError error = (await target.AskAsync("a,b")).Failure();

        error.Message.ShouldContain("CsvHelper");
        error.Message.ShouldContain("EnableDynamicLoading");
    }

    [Theory]
    [InlineData("Answers.SayLater")]
    [InlineData("Answers.Words")]
    public async Task An_exception_is_told_with_type_message_and_stack(string method)
    {
        AgentError error = (await DotNetAgent.AskAsync(method, "fail")).Failure();

        (error.Kind, error.Message).ShouldBe((ErrorKind.Exception, "InvalidOperationException: as asked"));
        error.Details!["type"]!.GetValue<string>().ShouldBe("System.InvalidOperationException");
        error.Details["traceback"]!.GetValue<string>().ShouldContain("Baton.DotNetAgent.Answers");
    }

    [Theory]
    [InlineData("Unborn.Run", ErrorKind.Exception, "not today")]
    [InlineData("Answers.Null", ErrorKind.NoOutput, "returned null")]
    [InlineData("Answers.Nothing", ErrorKind.NoOutput, "without an item")]
    public async Task A_turn_without_an_answer_says_why(string method, string kind, string said)
    {
        AgentError error = (await DotNetAgent.AskAsync(method)).Failure();

        error.Kind.ShouldBe(kind);
        error.Message.ShouldContain(said);
    }

    [Fact]
    public async Task A_method_that_never_returns_is_left_by_the_guard_and_others_go_on()
    {
        await using ITarget hanging = DotNetAgent.Target(
            "Answers.Hang",
            options => options with { Guards = new GuardOptions { MaxDuration = TimeSpan.FromMilliseconds(200) } }
        );

        List<AgentEvent>[] turns = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => hanging.AskAsync()));

        turns.ShouldAllBe(turn => turn.Last() is LimitEvent);
        turns.ShouldAllBe(turn => turn.OfType<LogEvent>().Any(log => log.Message == "hanging"));
        (await DotNetAgent.AskAsync("Answers.Block")).Answer().ShouldBe("hi");
    }

    [Fact]
    public async Task A_stream_without_an_end_is_cut()
    {
        await using ITarget endless = DotNetAgent.Target(
            "Answers.Endless",
            options => options with { Guards = new GuardOptions { OutputCharLimit = 10 } }
        );

        List<AgentEvent> events = await endless.AskAsync("abc");

        string.Concat(events.OfType<TextEvent>().Select(text => text.Content)).ShouldBe("abcabcabca");
        events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("output_char_limit");
    }

    [Fact]
    public async Task Two_targets_of_one_assembly_share_nothing()
    {
        await using ITarget one = DotNetAgent.Target("Answers.Count");
        await using ITarget other = DotNetAgent.Target("Answers.Count");

        (await one.AskAsync("a")).Answer().ShouldBe("1 a");
        (await one.AskAsync("b")).Answer().ShouldBe("2 b");
        (await other.AskAsync("c")).Answer().ShouldBe("1 c");
    }

    [Fact]
    public async Task A_thousand_runs_leave_no_thread_and_the_assembly_is_let_go()
    {
        WeakReference context = await RunManyAsync();

        for (int attempt = 0; context.IsAlive && attempt < 50; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        context.IsAlive.ShouldBeFalse("the load context is still held");
    }

    [Theory]
    [InlineData("My.dll", "path/My.dll!Namespace.Type.Method")]
    [InlineData("My.dll!Run", "path/My.dll!Namespace.Type.Method")]
    [InlineData("!A.B", "path/My.dll!Namespace.Type.Method")]
    [InlineData("My.exe!A.B", "name the `.dll`")]
    public void A_wrong_word_is_told_with_its_place(string written, string said)
    {
        ConfigurationErrors errors = new();

        Ensemble.Read($"dotnet: \"{written}\"", errors).ShouldBeNull();

        ConfigurationError error = errors.Items.ShouldHaveSingleItem();
        (error.Key, error.Place.ToString()).ShouldBe(("runner.dotnet", "simulation.yaml:1:9"));
        error.Message.ShouldContain(said);
    }

    [Fact]
    public void Variables_for_code_inside_the_process_are_refused()
    {
        ConfigurationErrors errors = new();

        Ensemble.Read("dotnet: \"a.dll!B.C\"\nenvironment_vars: {A: b}", errors);

        errors.Items.ShouldHaveSingleItem().Key.ShouldBe("runner.environment_vars");
    }

    public void Dispose() => _workspace.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunManyAsync()
    {
        string name = $"target-{Guid.NewGuid():N}";
        await using ITarget target = DotNetAgent.Target("Remembering.Run");
        for (int run = 0; run < 1000; run++)
        {
            (await target.AskAsync(name)).Answer().ShouldBe(name);
        }

        return new WeakReference(AssemblyLoadContext.All.Last(context => context.Name == "Baton.DotNetAgent"));
    }

    private async Task<string> ProbeAsync(string file)
    {
        await using ITarget target = TargetFactory.Create(
            new RunnerOptions { Dotnet = new DotNetMethod(file, "A", "B") },
            new TargetEnvironment { ProjectDirectory = _workspace.Root }
        );
        AgentError error = (await target.ProbeAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        error.Kind.ShouldBe(ErrorKind.Start);
        return error.Message;
    }
}
