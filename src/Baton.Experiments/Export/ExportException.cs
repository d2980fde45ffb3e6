using Baton.Agents;

namespace Baton.Experiments.Export;

/// <summary>An experiment cannot be exported: nothing is there to export, or nothing to export it to.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="innerException">The cause, where there is one.</param>
public sealed class ExportException(string message, Exception? innerException = null)
    : BatonException(message, innerException);
