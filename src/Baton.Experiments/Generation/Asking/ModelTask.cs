using Baton.Experiments.Generation.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Asking;

/// <summary>What a model is to make.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Plan">What is wanted.</param>
/// <param name="Batches">What earlier batches hold.</param>
/// <param name="Request">The limit, and what becomes of answers kept from before.</param>
/// <param name="OutputPath">The file the inputs go to, or <see langword="null"/> for standard output.</param>
internal sealed record ModelTask(
    LoadedConfiguration Configuration,
    VariationPlan Plan,
    EarlierBatches Batches,
    GenerationRequest Request,
    string? OutputPath
)
{
    /// <summary>How the model is asked.</summary>
    public InputGenerationModel Settings => Configuration.Settings.InputGeneration.Llm;

    /// <summary>The file that keeps answers until all are there, or <see langword="null"/> for none.</summary>
    public string? JournalPath =>
        OutputPath is null
            ? null
            : Path.Combine(Path.GetDirectoryName(OutputPath)!, $".{Path.GetFileName(OutputPath)}.partial");
}
