import './camera';
import './app';
