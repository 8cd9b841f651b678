namespace SupTickets.Methods;

/// <summary>Numbers that a method carries from one topology update to the next, by name. Checkpoints keep them.</summary>
public sealed class MethodMemory
{
    private readonly SortedDictionary<string, double> numbers = new(StringComparer.Ordinal);

    /// <summary>Every number, by name.</summary>
    public IReadOnlyDictionary<string, double> Numbers => numbers;

    /// <summary>The number of that name.</summary>
    /// <exception cref="KeyNotFoundException">None was ever set.</exception>
    public double this[string name]
    {
        get => numbers[name];
        set => numbers[name] = value;
    }

    /// <summary>Restores the numbers of a checkpoint.</summary>
    /// <exception cref="InvalidDataException">The names are not those of this method.</exception>
    public void Restore(IReadOnlyDictionary<string, double> saved)
    {
        if (!numbers.Keys.SequenceEqual(saved.Keys.Order(StringComparer.Ordinal)))
            throw new InvalidDataException(
                $"the checkpoint remembers '{string.Join(", ", saved.Keys)}', the method '{string.Join(", ", numbers.Keys)}'");
        foreach ((string name, double number) in saved) numbers[name] = number;
    }
}
