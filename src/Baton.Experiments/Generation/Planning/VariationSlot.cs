using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Planning;

/// <summary>One base input, as one persona, in one way: the place where variations are counted.</summary>
/// <param name="Base">The base input with its <see cref="BaseInputs">stable identifier</see>.</param>
/// <param name="Persona">Who says it, or <see langword="null"/>.</param>
/// <param name="Strategy">The way.</param>
internal sealed record VariationSlot(ExperimentInput Base, Persona? Persona, VariationStrategy Strategy)
{
    private const int LongestId = 200;

    /// <summary>The identifier of a variation: the same whenever its base input, persona, strategy and number are.</summary>
    /// <param name="number">Its number in the slot, from 1.</param>
    public string IdOf(int number)
    {
        string persona = Persona is null
            ? ""
            : $"_{string.Concat(Persona.Name.Where(character => !char.IsControl(character)))}";
        string id = $"{Base.Id}{persona}_{VariationWords.Of(Strategy)}_{number.ToString(CultureInfo.InvariantCulture)}";
        return id.Length <= LongestId
            ? id
            : $"{Models.WholeText.Of(id[..150])}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..16]}_{number}";
    }
}
