using System.Collections;

namespace SupTickets.Values;

/// <summary>The values that recipes, options and lists can name.</summary>
/// <param name="kind">What one value is, for messages, such as <c>drop criterion</c>.</param>
/// <param name="rows">The rows, in the order in which they are listed; names are unique.</param>
public sealed class NamedTable<T>(string kind, params IReadOnlyList<NamedRow<T>> rows) : IReadOnlyList<NamedRow<T>>
{
    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names { get; } = [.. rows.Select(row => row.Name)];

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public NamedRow<T> this[int index] => rows[index];

    /// <summary>What <paramref name="name"/> stands for.</summary>
    /// <exception cref="UnknownNameException">Nothing has that name.</exception>
    public T this[string name] => (Find(name) ?? throw new UnknownNameException(kind, name, Names)).Value;

    /// <summary>The name of <paramref name="value"/>; null where it is in no row.</summary>
    public string? NameOf(T value) => rows.FirstOrDefault(row => EqualityComparer<T>.Default.Equals(row.Value, value))?.Name;

    /// <summary>The row of that name; null where there is none.</summary>
    public NamedRow<T>? Find(string name) => rows.FirstOrDefault(row => row.Name == name);

    /// <inheritdoc/>
    public IEnumerator<NamedRow<T>> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
