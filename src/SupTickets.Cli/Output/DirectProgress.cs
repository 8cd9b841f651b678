namespace SupTickets.Cli.Output;

/// <summary>Reports on the thread that made progress. (<see cref="Progress{T}"/> reports later, on some other, and out of order.)</summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
