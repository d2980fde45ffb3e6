using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>A piece of a prompt: words, or a placeholder.</summary>
internal abstract record PromptPart;

/// <summary>Words that stay as they are.</summary>
internal sealed record PromptWords(string Text) : PromptPart;

/// <summary>A placeholder.</summary>
/// <param name="Name">As written, without braces and question mark.</param>
/// <param name="Field">What it stands for.</param>
/// <param name="Path">The path within the metadata, or <see langword="null"/> for all of it and for other fields.</param>
/// <param name="IsOptional">Whether a trace without it can be judged.</param>
internal sealed record PromptPlaceholder(string Name, PromptField Field, DataPath? Path, bool IsOptional) : PromptPart;
