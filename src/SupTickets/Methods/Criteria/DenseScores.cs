using static TorchSharp.torch;

namespace SupTickets.Methods;

/// <summary>Reads |score| of a dense tensor at some positions, on the host.</summary>
internal static class DenseScores
{
    internal static float[] At(Tensor dense, int[] positions)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor host = dense.detach().cpu();
        float[] all = host.data<float>().ToArray();
        float[] scores = new float[positions.Length];
        for (int i = 0; i < positions.Length; i++) scores[i] = MathF.Abs(all[positions[i]]);
        return scores;
    }
}
