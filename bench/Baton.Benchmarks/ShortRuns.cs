using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Baton.Benchmarks;

/// <summary>Short measurements with allocations, in this process: the build needs no project of its own.</summary>
internal sealed class ShortRuns : ManualConfig
{
    public ShortRuns()
    {
        AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        AddDiagnoser(MemoryDiagnoser.Default);
        HideColumns("Error", "StdDev", "Job", "Toolchain", "IterationCount", "LaunchCount", "WarmupCount", "RatioSD");
    }
}
