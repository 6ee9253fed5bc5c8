// The sky behind everything: a net of triangles over the picture, coloured at its corners.
const int CELLS = 10;        // raster.py draws six vertices for each cell
out vec3 seen_sky;
#ifdef FLOW
out vec3 toward;
#endif

void main() {
    int cell = gl_VertexID / 6, corner = gl_VertexID % 6;
    ivec2 step_ = ivec2(corner == 1 || corner == 2 || corner == 4, corner == 2 || corner == 4 || corner == 5);
    vec2 at = vec2(ivec2(cell % CELLS, cell / CELLS) + step_) / float(CELLS);
    gl_Position = vec4(at * 2.0 - 1.0, 1.0, 1.0);
    vec3 direction = (ray_from_pixel * vec4(at * tile.zw - 0.5, 1.0, 0.0)).xyz;
    seen_sky = sky_toward(normalize(direction));
#ifdef FLOW
    toward = direction;
#endif
}
