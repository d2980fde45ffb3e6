using Baton.Benchmarks.Agents;
using Baton.Benchmarks.Repositories;
using Baton.Benchmarks.SideBySide;
using Baton.Benchmarks.Telemetry;
using Baton.Benchmarks.Topologies;
using BenchmarkDotNet.Running;

return args switch
{
    ["serve", ..] => await LoopbackAgents.ServeAsync(args[1..]),
    ["floor", ..] => await Floor.RunAsync(args[1..]),
    ["redis-worker", ..] => await RedisRoundTrip.WorkAsync(args[1..]),
    ["topologies", ..] => await TopologyMeasure.RunAsync(args[1..]),
    ["analyze", ..] => AnalysisMeasure.Run(args[1..]),
    ["agents", ..] => await AgentMeasure.RunAsync(args[1..]),
    ["spans", ..] => await SpanMeasure.RunAsync(args[1..]),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
