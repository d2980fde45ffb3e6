using Baton.Experiments.Running;

namespace Baton.Cli.Progress;

/// <summary>Shows how an experiment goes. Disposing it leaves the last state on the screen.</summary>
internal interface IExperimentDisplay : IExperimentObserver, IAsyncDisposable;
