using Baton.Agents;

namespace Baton.Targets.Tests.Python;

public class PythonStartTests
{
    [Theory]
    [InlineData("agnt:run", "no Python module `agnt`; did you mean `agent` (agent.py)?; looked in ")]
    [InlineData("deep.thing:run", "`src/deep/thing.py` is there: add `python_path: [\"src\"]`")]
    [InlineData("agent.py:run", "write the module's name, not its file: `agent:…`")]
    [InlineData("agent:rn", "`agent` has no `rn`; did you mean `run`?")]
    [InlineData("agent:zzzzz", "what can be called there: `Agent`, `Needy`, `helper`, `run`")]
    [InlineData("agent:Agent.aks", "`Agent` in `agent` has no `aks`; did you mean `ask`?")]
    [InlineData("agent:Agent", "`agent:Agent` is a class; name one of its methods")]
    [InlineData("agent:number", "is of type `int` and cannot be called")]
    [InlineData("agent", "`target: agent` names no callable; write `module:function`")]
    [InlineData(
        "agent:Needy.ask",
        "`Needy` cannot be made without `key`; add `factory: \"agent:Needy\"` with `key` in `factory_kwargs`, name a function that makes one as `factory`, or write an instance into the module (`needy = Needy(…)`, target `agent:needy.ask`)"
    )]
    [InlineData("broken:run", "importing `broken` failed: SyntaxError")]
    [InlineData("raises:run", "importing `raises` failed: ValueError: at import")]
    [InlineData("exits:run", "importing `exits` failed: SystemExit: 3")]
    [InlineData("needs:run", "`needs` imports `no_such_package`, which ")]
    public async Task A_target_that_is_not_there_is_explained(string target, string expected)
    {
        await using PythonAgent agent = new(
            """
            number = 1
            class Agent:
                def ask(self, input): return input
            class Needy:
                def __init__(self, key): pass
                def ask(self, input): return input
            def helper(input): return input
            def run(input): return input
            """,
            target
        );
        agent.Write("src/deep/thing.py", "def run(input): return input");
        agent.Write("broken.py", "def run(:");
        agent.Write("raises.py", "raise ValueError('at import')");
        agent.Write("exits.py", "import sys\nsys.exit(3)");
        agent.Write("needs.py", "import no_such_package");

        AgentError? error = await agent.Target.ProbeAsync(PythonAgent.Patience);

        error!.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(expected);
        (await agent.ErrorAsync()).Message.ShouldBe(error.Message);
    }

    [Fact]
    public async Task A_probe_loads_the_target_without_calling_it()
    {
        await using PythonAgent agent = new("loaded = True\ndef run(input): raise Exception('called')");

        (await agent.Target.ProbeAsync(PythonAgent.Patience)).ShouldBeNull();
    }

    [Fact]
    public async Task A_corrected_file_is_found_by_the_next_probe()
    {
        await using PythonAgent agent = new("def other(input): return input");
        (await agent.Target.ProbeAsync(PythonAgent.Patience)).ShouldNotBeNull();

        agent.Write("agent.py", "def run(input): return 'corrected'");

        (await agent.Target.ProbeAsync(PythonAgent.Patience)).ShouldBeNull();
        (await agent.OutputAsync()).ShouldBe("corrected");
    }

    [Fact]
    public async Task Code_is_found_in_python_path_then_the_working_directory_then_the_project()
    {
        await using PythonAgent agent = new("import a, b, c\ndef run(input): return a.x + b.x + c.x");
        foreach (
            (string folder, string module) in new[]
            {
                ("", "c"),
                ("work", "b"),
                ("work", "c"),
                ("work/lib", "a"),
                ("work/lib", "b"),
            }
        )
        {
            agent.Write(Path.Combine(folder, module + ".py"), $"x = '{(folder.Length == 0 ? "project" : folder)} '");
        }

        agent.Options = agent.Options with { WorkingDirectory = "work", PythonPath = ["lib"] };

        (await agent.OutputAsync()).ShouldBe("work/lib work/lib work ");
    }

    [Fact]
    public async Task The_agent_runs_in_the_working_directory_with_the_configured_environment()
    {
        await using PythonAgent agent = new(
            "import os\ndef run(input): return os.getcwd() + os.environ['A'] + os.environ['B']"
        );
        agent.Write("work/x", "");
        Dictionary<string, string> user = new(agent.Environment.Variables) { ["A"] = "user", ["B"] = "user" };
        agent.Environment = agent.Environment with { Variables = user };
        agent.Options = agent.Options with
        {
            WorkingDirectory = "work",
            EnvironmentVars = new Dictionary<string, string> { ["B"] = "section" },
        };

        (await agent.OutputAsync()).ShouldBe(Path.Combine(agent.Root, "work") + "usersection");
    }

    [Fact]
    public async Task A_missing_working_directory_is_named()
    {
        await using PythonAgent agent = new("def run(input): return input");
        agent.Options = agent.Options with { WorkingDirectory = "nowhere" };

        (await agent.ErrorAsync()).Message.ShouldContain("`working_directory: nowhere` is not a folder");
    }

    [Theory]
    [InlineData(".venv")]
    [InlineData("venv")]
    public async Task A_virtual_environment_near_the_project_is_used(string name)
    {
        await using PythonAgent agent = new("import os\ndef run(input): return os.environ.get('WRAPPED', 'no')");
        Wrap(agent, Path.Combine(name, "bin", "python"));

        (await agent.OutputAsync()).ShouldBe(name);
    }

    [Fact]
    public async Task An_active_environment_goes_before_one_near_and_a_given_interpreter_before_both()
    {
        await using PythonAgent near = new("import os\ndef run(input): return os.environ['WRAPPED']");
        Wrap(near, ".venv/bin/python");
        Wrap(near, "active/bin/python");
        Dictionary<string, string> active = new(near.Environment.Variables)
        {
            ["VIRTUAL_ENV"] = Path.Combine(near.Root, "active"),
        };
        near.Environment = near.Environment with { Variables = active };
        (await near.OutputAsync()).ShouldBe("active");

        await using PythonAgent given = new("import os\ndef run(input): return os.environ['WRAPPED']");
        Wrap(given, "tools/mine");
        given.Environment = given.Environment with { Variables = active };
        given.Options = given.Options with { Python = "tools/mine" };
        (await given.OutputAsync()).ShouldBe("tools");
    }

    [Fact]
    public async Task A_missing_interpreter_is_told_with_everything_that_was_looked_for()
    {
        await using PythonAgent agent = new("def run(input): return input");
        agent.Environment = agent.Environment with
        {
            Variables = new Dictionary<string, string> { ["PATH"] = "/nowhere" },
        };

        AgentError? error = await agent.Target.ProbeAsync(PythonAgent.Patience);

        error!.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(Path.Combine(agent.Root, ".venv/bin/python"));
        error.Message.ShouldContain("`python3` on the search path");
        error.Message.ShouldContain("set `runner.python`");
    }

    [Theory]
    [InlineData("no/such/python", "`runner.python: no/such/python` is not there")]
    [InlineData("old", "is Python 3.6.15; Baton needs 3.9 or newer")]
    [InlineData("other", "the Python worker speaks protocol 99")]
    [InlineData("chatty", "does not run Baton's worker")]
    [InlineData("failing", "ended before it had loaded `agent:run`: exit code 4; it last printed `no such option`")]
    [InlineData("unreadable", "cannot be started")]
    public async Task An_interpreter_that_does_not_fit_is_told(string python, string expected)
    {
        await using PythonAgent agent = new("def run(input): return input");
        Script(agent, "old", """echo '{"type":"hello","protocol":1,"python":"3.6.15","group":0}'""");
        Script(agent, "other", """echo '{"type":"hello","protocol":99,"python":"3.12.1","group":0}'""");
        Script(agent, "chatty", "echo Hello");
        Script(agent, "failing", "echo no such option >&2; exit 4");
        agent.Write("unreadable", "not a program");
        agent.Options = agent.Options with { Python = python };

        AgentError? error = await agent.Target.ProbeAsync(PythonAgent.Patience);

        error!.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public async Task An_import_that_never_ends_is_ended()
    {
        await using PythonAgent agent = new(
            "import sys, time\nsys.__stderr__.write('loading model\\n')\nsys.__stderr__.flush()\ntime.sleep(1e6)"
        );
        TestSupport.ManualTimeProvider clock = new();
        agent.Environment = agent.Environment with { TimeProvider = clock };
        Task<AgentError?> probe = agent.Target.ProbeAsync(PythonAgent.Patience).AsTask();
        while (clock.Waiting == 0)
        {
            await Task.Yield();
        }

        clock.Advance(TimeSpan.FromSeconds(121));

        AgentError? error = await probe;
        error!.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain("importing `agent:run` took longer than 120 s");
    }

    private static void Wrap(PythonAgent agent, string path) =>
        Script(agent, path, $"WRAPPED={path.Split('/')[0]} exec python3 \"$@\"");

    private static void Script(PythonAgent agent, string path, string line)
    {
        string file = agent.Write(path, $"#!/bin/sh\n{line}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
