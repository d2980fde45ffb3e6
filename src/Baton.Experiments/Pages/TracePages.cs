using System.Text;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Pages;

/// <summary>Takes an experiment apart: a page in Markdown for each trace, and a line of JSON with all that is known of it.</summary>
public static class TracePages
{
    /// <summary>The file with a line a trace.</summary>
    public const string PerTrace = "per_trace.jsonl";

    /// <summary>Writes the pages and the lines, in the order in which the runs finished.</summary>
    /// <param name="experiment">The experiment's folder.</param>
    /// <param name="output">The folder to write to; made when it is missing, and nothing in it is removed.</param>
    /// <param name="wants">Which traces are wanted.</param>
    /// <param name="limit">The most pages.</param>
    /// <param name="cancellationToken">Ends the writing; what is written stays.</param>
    /// <returns>How many traces were written.</returns>
    /// <exception cref="ResultsWriteException">A file cannot be written.</exception>
    public static long Write(
        string experiment,
        string output,
        Func<RunTrace, bool> wants,
        long limit = long.MaxValue,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            Directory.CreateDirectory(output);
            using FileStream lines = new(Path.Combine(output, PerTrace), FileMode.Create, FileAccess.Write);
            long number = 0;
            foreach ((RunTrace trace, EvaluatedRun? said, var observations) in ExperimentReader.ReadRuns(experiment))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!wants(trace))
                {
                    continue;
                }

                number++;
                WritePage(Path.Combine(output, NameOf(number, trace)), new TracePage(trace, said, observations));
                WriteLine(lines, trace, said, observations);
                if (number == limit)
                {
                    break;
                }
            }

            return number;
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(output, error);
        }
    }

    private static void WritePage(string path, TracePage page)
    {
        using StreamWriter text = new(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        page.Write(text);
    }

    private static void WriteLine(
        Stream lines,
        RunTrace trace,
        EvaluatedRun? said,
        IReadOnlyList<Observation> observations
    )
    {
        using LineBuffer buffer = new();
        using JsonLine line = new(buffer);
        line.Start();
        line.Nested("trace"u8, () => RunLines.WriteTraceFields(line, trace));
        if (said is not null)
        {
            line.Nested("evaluation"u8, () => EvaluatedRunLine.WriteFields(line, said));
        }

        line.StartArray("observations"u8);
        foreach (Observation observation in observations)
        {
            line.StartObject();
            RunLines.WriteObservationFields(line, observation);
            line.EndObject();
        }

        line.EndArray();
        line.End();
        lines.Write(buffer.Written);
    }

    private static string NameOf(long number, RunTrace trace) => $"{number:0000}_{FolderName.Safe(trace.RunKey)}.md";
}
