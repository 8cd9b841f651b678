namespace SupTickets.SparseEngine;

/// <summary>What one kind of kernel took on maps of one size.</summary>
internal sealed class KernelTime(string kernel, int height, int width)
{
    public string Kernel => kernel;

    public int Height => height;

    public int Width => width;

    public double Seconds { get; set; }

    /// <summary>That had to be read or written at the least.</summary>
    public double Bytes { get; set; }

    public double MultiplyAdds { get; set; }
}
