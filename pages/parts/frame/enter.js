// Takes this browser along a link that brings its right.
export default function ({ data }) {
  location.assign(data.path);
}
