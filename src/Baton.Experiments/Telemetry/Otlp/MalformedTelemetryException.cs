using Baton.Agents;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>The body of an export is not what its content type says.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="innerException">The cause, where there is one.</param>
internal sealed class MalformedTelemetryException(string message, Exception? innerException = null)
    : BatonException(message, innerException);
