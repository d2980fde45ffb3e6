using System.Runtime.InteropServices;

namespace Baton.Cli.Interrupts;

/// <summary>Requests to stop: the first asks for an orderly end, the second for an end at once.</summary>
internal sealed class Interruption : IDisposable
{
    // SIGXFSZ on Linux and macOS.
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenSource _insisted = new();
    private readonly List<IDisposable> _registrations = [];

    /// <summary>Cancelled by the first request.</summary>
    public CancellationToken Asked => _asked.Token;

    /// <summary>Cancelled by the second request.</summary>
    public CancellationToken Insisted => _insisted.Token;

    /// <summary>
    /// Listens for Ctrl-C and for the system's request to terminate. A file that meets the limit for files does not end
    /// the program meanwhile: the write fails instead.
    /// </summary>
    public static Interruption ListenForSignals()
    {
        Interruption interruption = new();
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            interruption._registrations.Add(
                PosixSignalRegistration.Create(
                    signal,
                    context =>
                    {
                        context.Cancel = true;
                        interruption.Request();
                    }
                )
            );
        }

        if (!OperatingSystem.IsWindows())
        {
            interruption._registrations.Add(
                PosixSignalRegistration.Create(FileTooLarge, static context => context.Cancel = true)
            );
        }

        return interruption;
    }

    /// <summary>Asks to stop; asking again insists.</summary>
    public void Request()
    {
        if (_asked.IsCancellationRequested)
        {
            _insisted.Cancel();
        }
        else
        {
            _asked.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable registration in _registrations)
        {
            registration.Dispose();
        }

        _asked.Dispose();
        _insisted.Dispose();
    }
}
